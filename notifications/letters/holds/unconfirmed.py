"""Letters to an address that nobody has confirmed: a few go a day, the others wait, and one says how many.

It is judged when a letter's turn comes, so that filing costs nothing, and one address at a time. A code that
went to the address and was typed (`cases.access.confirmed_emails`) lets everything go; what nobody confirms
expires.
"""

import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_noop, override

from cases.access import confirmed_emails
from cases.db.insert_once import take_advisory_lock
from cases.events import Actor, Kind
from cases.models import CaseEvent
from notifications.letters.catalogue import CATALOGUE
from notifications.letters.content.rendering import Rendered, render
from notifications.letters.content.standalone_content import HELD_FOR, letters_wait
from notifications.models import Audience, DeliveryChannel, Letter, Notice, State
from notifications.models.letter_texts import office_and_changed

DAY = datetime.timedelta(days=1)
# The one letter goes a little later: it counts what was written in one go.
SOON = datetime.timedelta(minutes=2)
# The last error of a letter that has waited for too long.
WORDS = gettext_noop("nobody has confirmed the address")


def holds(notice: Notice) -> bool:
    """Let a claimed letter through, or hold it, and have the reader told of it once a day; return whether it
    is held. A letter that was let through once is not asked again."""
    if not _is_limited(notice):
        return False
    with transaction.atomic():
        _take_turn(notice.address)
        if confirmed_emails.is_confirmed(notice.address) or _is_of_the_counter(notice):
            return False
        mine = Notice.objects.filter(pk=notice.pk, lease=notice.lease, state=State.CLAIMED)
        today = Notice.objects.mails_to(notice.address).filter(admitted_at__gt=Now() - DAY)
        if today.count() < settings.LETTERS_TO_UNCONFIRMED:
            mine.update(admitted_at=Now())
            return False
        held = {"state": State.HELD, "attempts": F("attempts") - 1, "lease": None, "leased_until": None}
        if mine.update(**held):
            _tell(notice)
        return True


@transaction.atomic
def release(address: str) -> list[Notice]:
    """Let the letters go that have waited for this address, in the order in which they were written, and
    return them. Call it once the address is confirmed, in the same transaction."""
    _take_turn(address)
    held = Notice.objects.mails_to(address).filter(state=State.HELD).defer("text", "html", "secret")
    notices = list(held.select_for_update(no_key=True).order_by("created", "pk"))
    begin = timezone.now() - len(notices) * datetime.timedelta.resolution
    for place, notice in enumerate(notices):
        notice.release()
        notice.released_at = begin
        notice.due_at = begin + place * datetime.timedelta.resolution
    Notice.objects.bulk_update(notices, ["state", "due_at", "released_at"], batch_size=500)
    return notices


def expire() -> int:
    """End what has waited for HELD_FOR in vain, and wipe its passwords; return how many letters."""
    old = Notice.objects.filter(state=State.HELD, created__lt=Now() - HELD_FOR)
    return old.update(state=State.EXPIRED, secret="", last_error=WORDS)


def waiting(address: str) -> int:
    """How many letters wait until this address is confirmed."""
    return Notice.objects.mails_to(address).filter(state=State.HELD).count()


def count_again(notice: Notice) -> None:
    """Have the claimed letter that says how many wait say it as it is now, in the outbox too."""
    words = _written(notice.language, waiting(notice.address))
    notice.subject, notice.text, notice.html = words.subject, words.text, words.html
    notice.save(update_fields=["subject", "text", "html"])


def _is_limited(notice: Notice) -> bool:
    """Whether a stranger can have caused it: an e-mail to a citizen, but a code, which has limits of its own,
    and what somebody of the staff sends again."""
    if notice.audience != Audience.CITIZEN or notice.channel != DeliveryChannel.EMAIL:
        return False
    return notice.event_id is not None and notice.admitted_at is None and notice.resent_by_id is None


def _is_of_the_counter(notice: Notice) -> bool:
    """Whether somebody of the staff has filed the case."""
    filed = CaseEvent.objects.filter(case=notice.case_id, kind=Kind.SUBMITTED, actor=Actor.STAFF)
    return filed.exists()


def _take_turn(address: str) -> None:
    """Be the only one who judges this address, until the commit."""
    take_advisory_lock(f"letters to {address.lower()}")


def _tell(notice: Notice) -> None:
    """Write the one letter, unless there was one within a day; it is counted anew when it goes."""
    spec, told = CATALOGUE[Letter.LETTERS_WAIT], Notice.objects.filter(created__gt=Now() - DAY)
    if told.mails_to(notice.address).filter(kind=spec.letter).exists():
        return
    words = _written(notice.language, waiting(notice.address))
    Notice.objects.create(
        kind=spec.letter,
        priority=spec.priority,
        audience=spec.audience,
        channel=DeliveryChannel.EMAIL,
        address=notice.address,
        language=notice.language,
        subject=words.subject,
        text=words.text,
        html=words.html,
        due_at=Now() + SOON,
    )


def _written(language: str, count: int) -> Rendered:
    office, changed = office_and_changed([Letter.LETTERS_WAIT])
    with override(language):
        return render(Letter.LETTERS_WAIT, language, letters_wait(count), office, changed)
