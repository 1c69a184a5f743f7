"""The people behind an audience: who reads the letter, where, and in which language."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from cases.contact import contact_of, way_of
from cases.models import Case, CaseEvent, Contact, Follower, Membership, User
from notifications.models import Audience, Channel, Letter
from notifications.moot import REMINDERS
from notifications.rules import rules_for

Way, Kind = Contact.Way, CaseEvent.Kind
# What goes by e-mail where there is an address, whatever was chosen since: what brings the password, and what
# tells that somebody has changed the way.
BY_EMAIL = (Kind.SUBMITTED, Kind.PASSWORD_CHANGED, Kind.EMAIL_CHANGED, Kind.CONTACT_CHANGED)


@dataclass(frozen=True)
class Reader:
    """One person, one letter; `user` is None for the citizen and for followers, who have no account."""

    audience: Audience
    letter: Letter
    address: str
    language: str
    user: User | None = None
    follower: Follower | None = None
    channel: Channel = Channel.EMAIL


class Person(NamedTuple):
    """Somebody behind an audience."""

    address: str
    language: str
    user: User | None = None
    follower: Follower | None = None
    channel: Channel = Channel.EMAIL


def readers_of(event: CaseEvent) -> list[Reader]:
    """Everybody to be told of an event, each once, whatever they are to the case. Nobody is told of the own
    step, nobody who cannot be reached or has left; an empty list is no error."""
    told: dict[int | str, Reader] = {}
    for rule in rules_for(event):
        for person in PEOPLE[rule.audience](event):
            if rule.letter in REMINDERS and person.user and person.user.digest:
                continue  # it stands in the morning letter
            who = person.user.pk if person.user else person.address.lower()
            told.setdefault(who, Reader(rule.audience, rule.letter, *person))
    return list(told.values())


def _citizen(event: CaseEvent) -> Iterator[Person]:
    case = event.case
    way = _way(event)
    if way is not None:
        address = {Way.EMAIL: case.email, Way.SMS: _number(case), Way.LINE: ""}[way]
        yield Person(address, case.language, channel=Channel(way.value))


def _way(event: CaseEvent) -> Contact.Way | None:
    """The way that the citizen has chosen; nobody has chosen one before the case is filed."""
    if event.kind in BY_EMAIL and event.case.email:
        return Way.EMAIL
    return way_of(event.case, None if event.kind == Kind.SUBMITTED else contact_of(event.case))


def _number(case: Case) -> str:
    return str(case.phone.as_e164)


def _officer(event: CaseEvent) -> Iterator[Person]:
    if event.officer and event.officer.is_active and event.officer.email and event.officer != event.by:
        yield Person(event.officer.email, event.officer.language, event.officer)


def _heads(event: CaseEvent) -> Iterator[Person]:
    heads = User.objects.filter(
        memberships__department=event.department_id,
        memberships__role=Membership.Role.HEAD,
        is_active=True,
    )
    for head in heads.exclude(email="").exclude(pk=event.by_id or 0).order_by("pk"):
        yield Person(head.email, head.language, head)


def _followers(event: CaseEvent) -> Iterator[Person]:
    """Nobody of a kind that has become restricted since."""
    if not event.case.request_type.restricted:
        for follower in event.case.followers.order_by("pk"):
            yield Person(follower.email, follower.language, follower=follower)


PEOPLE: dict[Audience, Callable[[CaseEvent], Iterator[Person]]] = {
    Audience.CITIZEN: _citizen,
    Audience.HEAD: _heads,
    Audience.OFFICER: _officer,
    Audience.FOLLOWER: _followers,
}
