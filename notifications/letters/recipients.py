"""The people behind an audience: who reads the letter, where, and in which language. Which audience gets
which letter stands in the catalogue."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from typing import NamedTuple

from django.db.models import Q, QuerySet
from django.utils import timezone

from cases.access import offices
from cases.access.absences import on_duty
from cases.access.decision_makers import known_deciders, known_hearers
from cases.access.outside_links import people_of
from cases.actions import web_push
from cases.actions.contact_preference import contact_of, way_of
from cases.models import (
    Case,
    CaseEvent,
    ContactChannel,
    Delegation,
    Follower,
    OutsidePerson,
    PushSubscription,
    User,
)
from notifications.letters.holds.suppression import held
from notifications.letters.spec import Letters, LetterSpec
from notifications.models import Audience, DeliveryChannel, StaffBrowser

Kind = CaseEvent.Kind


@dataclass(frozen=True)
class Reader:
    """One person, one letter; `user` is None for those who have no account: the citizen, followers, and the
    people of outside parties."""

    audience: Audience
    spec: LetterSpec
    address: str
    language: str
    user: User | None = None
    follower: Follower | None = None
    channel: DeliveryChannel = DeliveryChannel.EMAIL
    person: OutsidePerson | None = None
    subscription: PushSubscription | None = None
    staff_browser: StaffBrowser | None = None


class Person(NamedTuple):
    """Somebody behind an audience."""

    address: str
    language: str
    user: User | None = None
    follower: Follower | None = None
    channel: DeliveryChannel = DeliveryChannel.EMAIL
    person: OutsidePerson | None = None
    subscription: PushSubscription | None = None

    @property
    def key(self) -> int | str:
        """By which somebody who is meant twice is known; each browser counts by itself."""
        if self.subscription is not None:
            return f"browser {self.subscription.pk}"
        return self.user.pk if self.user else self.address.lower()


def readers_of(event: CaseEvent, letters: Letters) -> list[Reader]:
    """Everybody to be told of an event by these letters, each once, whatever they are to the case. Nobody is
    told of the own step, nobody who cannot be reached or has left; an empty list is no error."""
    told: dict[int | str, Reader] = {}
    for spec, audience in letters:
        for person in _people(event, audience, spec):
            if spec.in_digest and person.user and person.user.digest:
                continue  # it stands in the morning letter
            told.setdefault(person.key, Reader(audience, spec, *person))
    return [*told.values(), *_on_staff_browsers(told.values())]


def _on_staff_browsers(readers: Iterable[Reader]) -> Iterator[Reader]:
    """The members of the staff among these once more, for each browser in which they want to be told."""
    people = {reader.user.pk: reader for reader in readers if reader.user}
    if people and web_push.is_on():
        for one in StaffBrowser.objects.of(people.keys()).select_related("log_in"):
            reader = people[one.log_in.user_id]
            yield replace(reader, address="", channel=DeliveryChannel.PUSH, staff_browser=one)


def _people(event: CaseEvent, audience: Audience, spec: LetterSpec) -> Iterator[Person]:
    if audience == Audience.CITIZEN:
        return chain(_citizen(event, email_first=spec.email_first), _browsers(event))
    return PEOPLE[audience](event)


def _citizen(event: CaseEvent, *, email_first: bool) -> Iterator[Person]:
    case = event.case
    way = ContactChannel.EMAIL if email_first and case.email else _way(event)
    if event.kind == Kind.EMAIL_CHANGED and way == ContactChannel.EMAIL and held([case.email]):
        return  # The new address is there because this one is not reached.
    if way is not None:
        address = {
            ContactChannel.EMAIL: case.email,
            ContactChannel.SMS: _number(case),
            ContactChannel.LINE: "",
        }[way]
        yield Person(address, case.language, channel=DeliveryChannel(way.value))


def _browsers(event: CaseEvent) -> Iterator[Person]:
    """The browsers that are told of the case besides; there is none before it is filed."""
    if event.kind != Kind.SUBMITTED and web_push.is_on():
        for one in web_push.told(event.case):
            yield Person("", one.language, channel=DeliveryChannel.PUSH, subscription=one)


def _way(event: CaseEvent) -> ContactChannel | None:
    """The way that the citizen has chosen; nobody has chosen one before the case is filed."""
    return way_of(event.case, None if event.kind == Kind.SUBMITTED else contact_of(event.case))


def _number(case: Case) -> str:
    return str(case.phone.as_e164) if case.phone else ""


def _officer(event: CaseEvent) -> Iterator[Person]:
    """The officer, or who stands in."""
    if event.officer:
        yield from _on_duty(event, event.officer, event.case.department_id, _heads)


def _helper(event: CaseEvent) -> Iterator[Person]:
    """The officer of the subtask that the event is about, or who stands in."""
    if event.subtask and event.subtask.officer:
        yield from _on_duty(event, event.subtask.officer, event.subtask.department_id, _subtask_heads)


def _on_duty(
    event: CaseEvent,
    officer: User,
    department: int,
    heads: Callable[[CaseEvent], Iterator[Person]],
) -> Iterator[Person]:
    """Who does the officer's work on that day; where nobody may, the officer's own letter waits for the
    return, and the heads hear of it now. Where who stands in has done it, the officer hears of it all the
    same: otherwise nobody would."""
    reader = on_duty(event.case, timezone.localdate(event.at), officer=officer, department=department)
    if reader is None:
        yield from heads(event)
    elif reader.pk == event.by_id:
        reader = officer
    yield from _staff(event, [reader or officer])


def _heads(event: CaseEvent) -> Iterator[Person]:
    yield from _deciders(event, event.department_id)


def _hearers(event: CaseEvent) -> Iterator[Person]:
    """Those of the department who hear of its new cases besides the heads, or who stands in for them; nobody
    of a restricted request type."""
    if not event.case.request_type.restricted:
        for person in known_hearers(event.department_id):
            yield from _on_duty(event, person, event.department_id, _heads)


def _subtask_heads(event: CaseEvent) -> Iterator[Person]:
    if event.subtask:
        yield from _deciders(event, event.subtask.department_id)


def _deciders(event: CaseEvent, department: int) -> Iterator[Person]:
    """The heads and their deputies; of a department that has none the clerks, who can send the case
    elsewhere."""
    heads = known_deciders(event.case.request_type, department, day=timezone.localdate(event.at))
    yield from _staff(event, heads) if heads else _clerks(event)


def _staff(event: CaseEvent, people: Iterable[User | None]) -> Iterator[Person]:
    """Those who are still there, can be reached, and have not done it themselves."""
    for user in people:
        if user and user.is_active and user.email and user.pk != event.by_id:
            yield Person(user.email, user.language, user)


def _followers(event: CaseEvent) -> Iterator[Person]:
    """Nobody where the request type has become restricted since."""
    if not event.case.request_type.restricted:
        for follower in event.case.followers.order_by("pk"):
            yield Person(follower.email, follower.language, follower=follower)


def _outside(event: CaseEvent) -> Iterator[Person]:
    """The people of the party of the step, by e-mail, or by SMS where there is no address."""
    for one in people_of(event.subtask) if event.subtask else ():
        channel = DeliveryChannel.EMAIL if one.email else DeliveryChannel.SMS
        address = one.email or str(one.phone.as_e164)
        yield Person(address, one.language, channel=channel, person=one)


def _mentioned(event: CaseEvent) -> Iterator[Person]:
    """Who is named in the note, and still here."""
    people = User.objects.filter(mentions__event=event.pk or 0, is_active=True).exclude(email="")
    for person in people.exclude(pk=event.by_id or 0).order_by("pk"):
        yield Person(person.email, person.language, person)


def _clerks(event: CaseEvent) -> Iterator[Person]:
    """Nobody of a restricted request type: a clerk may not read it."""
    return _from_above(event, offices.clerks())


def _executives(event: CaseEvent) -> Iterator[Person]:
    """Those who read every case and have no part in it, and their deputies."""
    executives = offices.executives()
    handed = Delegation.objects.in_force().on(timezone.localdate(event.at)).filter(user__in=executives)
    either = Q(pk__in=executives) | Q(pk__in=handed.values("deputy"))
    return _from_above(event, User.objects.filter(either, is_active=True))


def _from_above(event: CaseEvent, readers: QuerySet[User]) -> Iterator[Person]:
    if event.case.request_type.restricted:
        return
    for one in readers.exclude(email="").exclude(pk=event.by_id or 0).order_by("pk"):
        yield Person(one.email, one.language, one)


# The citizen's way depends on the letter as well: see `_people`.
PEOPLE: dict[Audience, Callable[[CaseEvent], Iterator[Person]]] = {
    Audience.HEAD: _heads,
    Audience.HEARER: _hearers,
    Audience.OFFICER: _officer,
    Audience.SUBTASK_HEAD: _subtask_heads,
    Audience.HELPER: _helper,
    Audience.FOLLOWER: _followers,
    Audience.MENTIONED: _mentioned,
    Audience.CLERK: _clerks,
    Audience.EXECUTIVE: _executives,
    Audience.OUTSIDE: _outside,
}
