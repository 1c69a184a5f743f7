"""Whether letters reach a citizen: what the pages say after a step, and whether somebody has to telephone.

Which addresses letters do not go to is known to `notifications`, which gives the answer when it starts.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum

from cases.actions.contact_preference import way_of
from cases.models import Case, Contact, ContactChannel


class Reach(Enum):
    """What becomes of a letter to the citizen."""

    GOES = "goes"
    NO_WAY = "no way"
    HELD_BACK = "held back"


@dataclass(frozen=True)
class Delivery:
    """How the citizen of a case is told, None where there is no way, and what becomes of a letter."""

    way: ContactChannel | None
    reach: Reach

    @property
    def goes(self) -> bool:
        """Whether a letter reaches the citizen."""
        return self.reach == Reach.GOES


Held = Callable[[Iterable[str]], set[str]]


class _Rule:
    held: Held = staticmethod(lambda addresses: set())


def answer_with(*, held: Held) -> None:
    """Let this say which of some e-mail addresses nothing is sent to."""
    _Rule.held = staticmethod(held)


def deliveries(cases: Iterable[Case]) -> dict[int, Delivery]:
    """How letters about these cases go, by the case; two statements at most, one where the contacts were read
    with the cases."""
    cases = list(cases)
    contacts = _contacts(cases)
    ways = {case.pk: way_of(case, contacts[case.pk]) for case in cases}
    by_mail = {case.email for case in cases if ways[case.pk] == ContactChannel.EMAIL}
    held = _Rule.held(by_mail) if by_mail else set()
    return {case.pk: Delivery(ways[case.pk], _reach(ways[case.pk], case.email in held)) for case in cases}


def delivery(case: Case) -> Delivery:
    """How a letter about this case goes."""
    return deliveries([case])[case.pk]


def _contacts(cases: list[Case]) -> dict[int, Contact | None]:
    """What each citizen has chosen, by the case."""
    name = "contact"
    if all(name in case._state.fields_cache for case in cases):
        return {case.pk: case._state.fields_cache[name] for case in cases}
    chosen = {contact.case_id: contact for contact in Contact.objects.filter(case__in=cases)}
    return {case.pk: chosen.get(case.pk) for case in cases}


def _reach(way: ContactChannel | None, held: bool) -> Reach:
    if way is None:
        return Reach.NO_WAY
    return Reach.HELD_BACK if way == ContactChannel.EMAIL and held else Reach.GOES
