"""Writing notices: the rows that stand in the outbox when the event's transaction commits."""

from django.utils.translation import override

from cases.access.outside_links import issue
from cases.intake import area_alerts
from cases.intake.followers import stop_token
from cases.models import CaseEvent, Municipality
from notifications.letters.content.event_content import about, quoted
from notifications.letters.content.rendering import MARK, STOP, Rendered, addressed, render
from notifications.letters.content.short_messages import news, shortened
from notifications.letters.holds import order, quiet_hours, undoable
from notifications.letters.links import page
from notifications.letters.recipients import Reader, readers_of
from notifications.letters.spec import Letters
from notifications.models import Audience, DeliveryChannel, Letter, Notice
from notifications.models.letter_texts import UNCHANGED, Changed, office_and_changed


def write(event: CaseEvent, letters: Letters, *, secret: str = "") -> list[Notice]:
    """Store these letters about the event, frozen as it is true now; call it in the event's transaction.
    `secret` is stored, encrypted, with those letters alone that have a place for it; in that of an outside
    party's letter stands the token of a link of its reader's own."""
    readers = readers_of(event, letters)
    if not readers:
        return []
    office, changed = office_and_changed({reader.spec.letter for reader in readers})
    rendered = dict[tuple[Letter, str, DeliveryChannel], Rendered]()
    for reader in readers:
        key = (reader.spec.letter, reader.language, reader.channel)
        if key not in rendered:
            rendered[key] = rendered_for(event, reader, office, changed)
    held = order.Held(event)
    notices = [
        _notice(event, reader, rendered[reader.spec.letter, reader.language, reader.channel], secret, held)
        for reader in readers
    ]
    return Notice.objects.bulk_create(notices)


def stop_link(follower: int, language: str) -> str:
    """The page on which a follower stops these letters; it needs no escaping."""
    with override(language):
        return page("cases:follow_stop", stop_token(follower))


def stop_area_link(alert: int, language: str) -> str:
    """The page on which somebody stops the letters about an area."""
    with override(language):
        return page("cases:area_stop", area_alerts.stop_token(alert))


def rendered_for(
    event: CaseEvent, reader: Reader, office: Municipality, changed: Changed = UNCHANGED
) -> Rendered:
    """The letter of one reader about an event, in the reader's language; writes nothing."""
    with override(reader.language):
        if reader.channel == DeliveryChannel.PUSH:
            return news(event.case.number)
        context = about(event, reader.spec, reader.audience)
        words = render(reader.spec.letter, reader.language, context, office, changed)
        return words if reader.channel == DeliveryChannel.EMAIL else shortened(reader.spec, words, context)


def _name(event: CaseEvent, reader: Reader) -> str:
    """By which the letter greets its reader: never a member of the staff."""
    case = event.case
    return reader.person.name if reader.person else f"{case.first_name} {case.last_name}".strip()


def _notice(event: CaseEvent, reader: Reader, words: Rendered, secret: str, held: order.Held) -> Notice:
    words = addressed(words, quoted(_name(event, reader)))
    stop = stop_link(reader.follower.pk, reader.language) if reader.follower else ""
    meant_for_reader = reader.audience == Audience.CITIZEN and MARK in words.text
    if reader.person and event.subtask and MARK in words.text:
        secret, meant_for_reader = issue(reader.person, event.subtask, now=event.at), True
    return Notice(
        event=event,
        case=event.case,
        kind=reader.spec.letter,
        priority=reader.spec.priority,
        audience=reader.audience,
        channel=reader.channel,
        recipient=reader.user,
        follower=reader.follower,
        person=reader.person,
        subscription=reader.subscription,
        address=reader.address,
        language=reader.language,
        subject=words.subject,
        text=words.text.replace(STOP, stop),
        html=words.html.replace(STOP, stop),
        secret=secret if meant_for_reader else "",
        **quiet_hours.first_attempt(
            reader.channel,
            reader.spec.priority,
            after=undoable.wait(event),
            not_before=held.first_moment(
                reader.channel,
                reader.spec.priority,
                (reader.user, reader.follower, reader.person, reader.subscription),
            ),
        ),
    )
