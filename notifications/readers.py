"""The people behind an audience: who reads the letter, where, and in which language."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from cases.models import CaseEvent, Follower, Membership, User
from notifications.models import Audience, Letter
from notifications.rules import rules_for


@dataclass(frozen=True)
class Reader:
    """One person, one letter; `user` is None for the citizen and for followers, who have no account."""

    audience: Audience
    letter: Letter
    address: str
    language: str
    user: User | None = None
    follower: Follower | None = None


class Person(NamedTuple):
    """Somebody behind an audience."""

    address: str
    language: str
    user: User | None = None
    follower: Follower | None = None


def readers_of(event: CaseEvent) -> list[Reader]:
    """Everybody to be told of an event, each once, whatever they are to the case. Nobody is told of the own
    step, nobody without an e-mail address or who has left; an empty list is no error."""
    told: dict[int | str, Reader] = {}
    for rule in rules_for(event):
        for person in PEOPLE[rule.audience](event):
            who = person.user.pk if person.user else person.address.lower()
            told.setdefault(who, Reader(rule.audience, rule.letter, *person))
    return list(told.values())


def _citizen(event: CaseEvent) -> Iterator[Person]:
    if event.case.email:
        yield Person(event.case.email, event.case.language)


def _officer(event: CaseEvent) -> Iterator[Person]:
    yield from _staff(event, [event.officer])


def _helper(event: CaseEvent) -> Iterator[Person]:
    """The officer of the part that the event is about."""
    yield from _staff(event, [event.part.officer if event.part else None])


def _heads(event: CaseEvent) -> Iterator[Person]:
    yield from _staff(event, _heads_of(event.department_id))


def _part_heads(event: CaseEvent) -> Iterator[Person]:
    yield from _staff(event, _heads_of(event.part.department_id) if event.part else [])


def _clerks(event: CaseEvent) -> Iterator[Person]:
    """Whoever sends cases to departments; of a restricted case nobody, since the clerk may not read it."""
    if not event.case.request_type.restricted:
        at_desk = User.objects.with_perm(
            "cases.route_case", include_superusers=False, backend="django.contrib.auth.backends.ModelBackend"
        )
        yield from _staff(event, at_desk.order_by("pk"))


def _heads_of(department: int) -> Iterable[User]:
    leading = {"memberships__department": department, "memberships__role": Membership.Role.HEAD}
    return User.objects.filter(**leading).order_by("pk")


def _staff(event: CaseEvent, people: Iterable[User | None]) -> Iterator[Person]:
    """Those who are still there, can be reached, and have not done it themselves."""
    for user in people:
        if user and user.is_active and user.email and user.pk != event.by_id:
            yield Person(user.email, user.language, user)


def _followers(event: CaseEvent) -> Iterator[Person]:
    """Nobody of a kind that has become restricted since."""
    if not event.case.request_type.restricted:
        for follower in event.case.followers.order_by("pk"):
            yield Person(follower.email, follower.language, follower=follower)


PEOPLE: dict[Audience, Callable[[CaseEvent], Iterator[Person]]] = {
    Audience.CITIZEN: _citizen,
    Audience.HEAD: _heads,
    Audience.OFFICER: _officer,
    Audience.CLERK: _clerks,
    Audience.PART_HEAD: _part_heads,
    Audience.HELPER: _helper,
    Audience.FOLLOWER: _followers,
}
