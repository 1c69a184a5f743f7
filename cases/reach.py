"""Whether letters reach a citizen: what the pages say after a step, and whether somebody has to telephone.

Which addresses letters do not go to is known to `notifications`, which gives the answer when it starts.
"""

from collections.abc import Callable, Iterable
from enum import Enum

from cases.contact import Way, way_of
from cases.models import Case, Contact


class Reach(Enum):
    """What becomes of a letter to the citizen."""

    GOES = "goes"
    NO_WAY = "no way"
    HELD_BACK = "held back"


Held = Callable[[Iterable[str]], set[str]]


class _Rule:
    held: Held = staticmethod(lambda addresses: set())


def answer_with(*, held: Held) -> None:
    """Let this say which of some e-mail addresses nothing is sent to."""
    _Rule.held = staticmethod(held)


def reach_of(cases: Iterable[Case]) -> dict[int, Reach]:
    """What becomes of letters about these cases, by the case; two statements at most."""
    cases = list(cases)
    contacts = {contact.case_id: contact for contact in Contact.objects.filter(case__in=cases)}
    ways = {case.pk: way_of(case, contacts.get(case.pk)) for case in cases}
    by_mail = {case.email for case in cases if ways[case.pk] == Way.EMAIL}
    held = _Rule.held(by_mail) if by_mail else set()
    return {case.pk: _reach(ways[case.pk], case.email in held) for case in cases}


def reach(case: Case) -> Reach:
    """What becomes of a letter about this case."""
    return reach_of([case])[case.pk]


def _reach(way: Way | None, held: bool) -> Reach:
    if way is None:
        return Reach.NO_WAY
    return Reach.HELD_BACK if way == Way.EMAIL and held else Reach.GOES
