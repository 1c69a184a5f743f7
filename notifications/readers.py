"""The people behind an audience: who reads the letter, where, and in which language."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from cases.models import CaseEvent, Membership, User
from notifications.models import Audience, Letter
from notifications.rules import rules_for


@dataclass(frozen=True)
class Reader:
    """One person, one letter; `user` is None for the citizen, who has no account."""

    audience: Audience
    letter: Letter
    address: str
    language: str
    user: User | None = None


def readers_of(event: CaseEvent) -> list[Reader]:
    """Everybody to be told of an event, each once. Nobody is told of the own step, nobody without an
    e-mail address or who has left; an empty list is no error."""
    told: dict[int | None, Reader] = {}
    for rule in rules_for(event):
        for address, language, user in PEOPLE[rule.audience](event):
            reader = Reader(rule.audience, rule.letter, address, language, user)
            told.setdefault(user.pk if user else None, reader)
    return list(told.values())


Person = tuple[str, str, User | None]


def _citizen(event: CaseEvent) -> Iterator[Person]:
    if event.case.email:
        yield event.case.email, event.case.language, None


def _officer(event: CaseEvent) -> Iterator[Person]:
    if event.officer and event.officer.is_active and event.officer.email and event.officer != event.by:
        yield event.officer.email, event.officer.language, event.officer


def _heads(event: CaseEvent) -> Iterator[Person]:
    heads = User.objects.filter(
        memberships__department=event.department_id,
        memberships__role=Membership.Role.HEAD,
        is_active=True,
    )
    for head in heads.exclude(email="").exclude(pk=event.by_id or 0).order_by("pk"):
        yield head.email, head.language, head


PEOPLE: dict[Audience, Callable[[CaseEvent], Iterator[Person]]] = {
    Audience.CITIZEN: _citizen,
    Audience.HEAD: _heads,
    Audience.OFFICER: _officer,
}
