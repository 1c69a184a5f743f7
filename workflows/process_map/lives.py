"""The lives of cases: at which place each stood, one after the other, as its events tell.

A place is a status, or while the work goes on under a plan `<version>.<number>`, the stage. After an answer
of the citizen, or with another officer, a case is back at the stage where it was.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from operator import itemgetter
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from cases.events import Kind
from cases.models import Case, CaseEvent, Doer, Status, Subtask

# Events after which a case may stand elsewhere; a plan can ask again in the very step of an answer.
MOVING = ~Q(from_status=F("to_status")) | Q(kind__in=(Kind.STAGE_BEGUN, Kind.ASKED, Kind.PLAN_MOVED))
CASES_AT_ONCE = 1000
LIFE = ("case_id", "case__number", "case__request_type_id", "case__plan_version_id")
Period = tuple[datetime.datetime, datetime.datetime | None]
EVENT = ("at", "kind", "to_status", "data", "department_id")


@dataclass(frozen=True, slots=True)
class Stop:
    """A case comes to a place, in the hands of a department."""

    at: datetime.datetime
    place: str
    department: int


@dataclass(frozen=True, slots=True)
class Move:
    """A case goes from one place to another; at first from nowhere. `since` is when it came to the first."""

    source: str
    target: str
    since: datetime.datetime
    at: datetime.datetime
    department: int

    @property
    def way(self) -> tuple[str, str]:
        """From where to where."""
        return self.source, self.target


@dataclass(frozen=True, slots=True)
class Life:
    """The events of a case that moved it, the oldest first."""

    case: int
    number: str
    request_type: int
    version: int | None
    events: list[tuple[Any, ...]]
    # When outside parties had something to do for it: from when they were asked until it was over.
    outside: list[Period] = field(default_factory=list)

    def outside_within(
        self, since: datetime.datetime, until: datetime.datetime
    ) -> list[tuple[datetime.datetime, datetime.datetime]]:
        """The times between two moments in which an outside party had something to do, each once."""
        found: list[tuple[datetime.datetime, datetime.datetime]] = []
        for asked, over in sorted((asked, over or until) for asked, over in self.outside):
            begin, end = max(asked, since), min(over, until)
            if begin >= end:
                continue
            if found and begin <= found[-1][1]:
                before = found.pop()
                begin, end = before[0], max(end, before[1])
            found.append((begin, end))
        return found

    def stops(self, *, staged: bool = True) -> list[Stop]:
        """The places in their order; without `staged` all stages are one place. What is passed in the same
        moment in the middle of the work is no stop."""
        stops: list[Stop] = []
        version, stage = self._first_version, 0
        for at, kind, status, data, department in self.events:
            if kind == Kind.PLAN_MOVED:
                version, stage = data["to"], data["then"]
            stage = data["number"] if kind == Kind.STAGE_BEGUN else 0 if kind == Kind.REOPENED else stage
            if stops and stops[-1].at == at and is_work(stops[-1].place):
                stops.pop()
            works = staged and status == Status.IN_PROGRESS and version and stage
            place = f"{version}.{stage}" if works else status
            if not stops or stops[-1].place != place:
                stops.append(Stop(at, place, department))
        return stops

    def moves(self, *, staged: bool = True) -> list[Move]:
        """The ways from each place to the next one."""
        return moves_between(self.stops(staged=staged))

    @property
    def _first_version(self) -> int | None:
        """The version of the plan under which the work began."""
        moved = (
            data["was"] for _at, kind, _status, data, _department in self.events if kind == Kind.PLAN_MOVED
        )
        return next(moved, self.version)


def moves_between(stops: list[Stop]) -> list[Move]:
    """The ways through these places, the one to the first included."""
    first = [Move("", stop.place, stop.at, stop.at, stop.department) for stop in stops[:1]]
    later = [Move(one.place, two.place, one.at, two.at, two.department) for one, two in pairwise(stops)]
    return first + later


def is_work(place: str) -> bool:
    """Whether somebody works on a case at this place."""
    return place == Status.IN_PROGRESS or "." in place


def status_of(place: str) -> str:
    """The status of a case at this place."""
    return Status.IN_PROGRESS if is_work(place) else place


def of(cases: QuerySet[Case]) -> Iterator[Life]:
    """The lives of these cases, the oldest case first (one statement, and two for every thousand cases)."""
    # In one statement PostgreSQL would guess how many cases there are, and can be wrong by far.
    keys = sorted(cases.order_by().values_list("pk", flat=True))
    for begin in range(0, len(keys), CASES_AT_ONCE):
        yield from _read(keys[begin : begin + CASES_AT_ONCE])


def _read(keys: list[int]) -> Iterator[Life]:
    events = CaseEvent.objects.filter(MOVING, case__in=keys).order_by("case_id", "at", "pk")
    rows = events.values_list(*LIFE, *EVENT)
    outside = _outside(keys)
    for (case, number, request_type, version), some in groupby(rows, key=itemgetter(0, 1, 2, 3)):
        yield Life(
            case, number, request_type, version, [row[len(LIFE) :] for row in some], outside.get(case, [])
        )


def _outside(keys: list[int]) -> dict[int, list[Period]]:
    found: dict[int, list[Period]] = {}
    rows = Subtask.objects.filter(case__in=keys, doer=Doer.OUTSIDE).order_by("pk")
    for case, asked, over in rows.values_list("case_id", "asked_at", "ended_at"):
        found.setdefault(case, []).append((asked, over))
    return found


def moved(
    cases: QuerySet[Case], start: datetime.datetime, end: datetime.datetime, *conditions: Q
) -> QuerySet[Case]:
    """Those of the cases that moved in this time, `end` excluded, by an event that meets the conditions."""
    events = CaseEvent.objects.filter(MOVING, *conditions, at__gte=start, at__lt=end)
    return cases.filter(Exists(events.filter(case=OuterRef("pk"))))
