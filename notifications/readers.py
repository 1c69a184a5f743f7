"""The people behind an audience: who reads the letter, where, and in which language."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from django.utils import timezone

from cases.absence import on_duty
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
    """The officer, or who stands in on that day; where nobody may, the officer's own letter waits for the
    return, and the heads hear of it now."""
    if event.officer is None:
        return
    reader = on_duty(event.case, timezone.localdate(event.at), officer=event.officer)
    if reader is None:
        yield from _heads(event)
    reader = reader or event.officer
    if reader.is_active and reader.email and reader != event.by:
        yield Person(reader.email, reader.language, reader)


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
