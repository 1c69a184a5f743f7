"""What the demo tells: chance decides, but on any day of the year the two large departments have something of
everything to show."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from cases.models import Status
from workflows.demo.clock import Clock

# The request type, how far it has come, and what the departments do with it then.
Pin = tuple[str, str] | tuple[str, str, str]
# Not a state of the case: a result waits for the head.
PROPOSED = "proposed"
# Old enough to have come this far, even after the longest holidays.
SETTLED = datetime.timedelta(days=9)
OLDER: tuple[Pin, ...] = (
    ("road_damage", Status.RESOLVED),
    ("garbage_missed", Status.RESOLVED),
    ("street_light", Status.ASSIGNED),
    ("stray_dog", Status.ASSIGNED),
    ("drain_blocked", Status.IN_PROGRESS, "subtask"),
    ("food_hygiene", Status.IN_PROGRESS, "subtask_done"),
    ("other", Status.ASSIGNED, "sent"),
    ("nuisance_other", Status.ASSIGNED, "desk"),
    ("building_permit", PROPOSED),
    ("footpath", Status.WAITING),
    ("noise", Status.WAITING),
    ("tree_trim", Status.REJECTED),
    ("garbage_bin", Status.WITHDRAWN),
)
# One case in so many is of a request type with a work plan, one type after the other.
PLANNED_EVERY = 6
NEWEST: tuple[Pin, ...] = (("garbage_missed", Status.RECEIVED), ("road_damage", Status.RECEIVED))


@dataclass(frozen=True)
class Plan:
    """A case to tell: when it came, and, where chance does not decide, its request type, how far it has come,
    and what the departments do with it then (see `workflows.demo.departments`)."""

    at: datetime.datetime
    request_type: str = ""
    until: str = ""
    then: str = ""


def plans(clock: Clock, count: int, planned: Sequence[str]) -> list[Plan]:
    """So many cases, in the order in which they came; `planned` are the request types with a work plan."""
    moments = clock.filings(count)
    settled = sum(moment < clock.now - SETTLED for moment in moments)
    found = [Plan(moment) for moment in moments]
    for turn, place in enumerate(range(0, count, PLANNED_EVERY) if planned else ()):
        found[place] = Plan(moments[place], planned[turn % len(planned)])
    _pin(found, settled - len(OLDER), OLDER)
    _pin(found, count - len(NEWEST), NEWEST)
    return found


def _pin(found: list[Plan], first: int, pins: tuple[Pin, ...]) -> None:
    for place, pin in enumerate(pins, start=max(first, 0)):
        if place < len(found):
            found[place] = Plan(found[place].at, *pin)
