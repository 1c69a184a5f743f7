"""The figures out of the sums: quick for whoever sees all, exact for everybody.

The sums hold what is not restricted, by department. What a person sees besides, restricted cases as their
officer or head and cases in other departments, is little and counted as it is now.
"""

import bisect
import datetime
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Q, QuerySet
from django.utils import timezone

from cases.models import Case, Department, Municipality, RequestType, User
from cases.statistics.areas import ELSEWHERE
from cases.statistics.public import months_before
from workflows.figures import cells, facts
from workflows.figures.board import Line, Step, lined
from workflows.figures.cells import Cell
from workflows.figures.dimensions import By
from workflows.figures.facts import ALL, DAY
from workflows.figures.measures import Row
from workflows.figures.periods import Period
from workflows.figures.sums import EVERY
from workflows.models import FigureState, FigureSum

Scale = FigureSum.Scale
# Of a day or a month, the counts of each key.
Counted = tuple[datetime.date, Mapping[str, Any]]


def as_of() -> datetime.datetime | None:
    """How new the sums are; None where there are none yet, or where they leave out other request types than
    those that are restricted now (one statement)."""
    request_types = RequestType.objects.filter(restricted=True).order_by("pk").values("pk")
    state = FigureState.objects.annotate(request_types=ArraySubquery(request_types)).first()
    return state.as_of if state and state.restricted == state.request_types else None


def covering(period: Period) -> Q:
    """The sums that make up a period: of whole months, and of the days at its ends."""
    months = list(_months(period))
    days = Q(scale=Scale.DAY, day__range=(period.since, period.until))
    if not months:
        return days
    inside = Q(day__range=(months[0], months_before(months[-1], -1) - DAY))
    return days & ~inside | Q(scale=Scale.MONTH, day__in=months)


@dataclass
class Summed:
    """The figures of a person, of all departments or one, from sums that are as new as `as_of`."""

    user: User
    department: Department | None
    as_of: datetime.datetime
    _kept: dict[Any, list[Counted]] = field(default_factory=dict)
    _rest_kept: dict[Period, dict[datetime.date, facts.Cells]] = field(default_factory=dict)
    _open: dict[str, dict[str, Cell]] = field(default_factory=dict)

    def totals(self, period: Period) -> tuple[Row, Row]:
        """As `board.totals`."""
        now = self._now(ALL).get("", Cell())
        days = self._days(ALL, period)
        this, before = (_whole(days, one) for one in (period, period.before))
        this.update(now)
        before.update(now)
        return cells.row(this, period.since), cells.row(before, period.before_since)

    def lines(self, by: By, period: Period) -> list[Line]:
        """As `board.lines`."""
        home = Municipality.current().district_id if by == By.ADDRESS else None
        told: dict[str, Cell] = {}
        for counts in [self._now(by), *(counts for _day, counts in self._told(by, period))]:
            for key, cell in counts.items():
                area = _area(key, home) if by == By.ADDRESS else key
                told.setdefault(area, Cell()).update(cell)
        return lined({_key(by, key): cells.row(cell, period.since) for key, cell in told.items()}, by)

    def steps(self, period: Period) -> list[Step]:
        """As `board.steps`."""
        starts = list(period.steps())
        whole = {day: Cell() for day in starts}
        for day, counts in self._days(ALL, period):
            if period.since <= day <= period.until:
                whole[starts[bisect.bisect_right(starts, day) - 1]].update(counts.get("", {}))
        rows = {day: cells.row(cell, period.since) for day, cell in whole.items()}
        return [Step(day, rows[day].received, rows[day].done) for day in starts]

    @cached_property
    def _departments(self) -> list[int]:
        """Of which departments the sums are this person's; EVERY stands for all together."""
        chosen = self.department.pk if self.department else None
        if self.user.has_perm("cases.view_every_case"):
            return [chosen or EVERY]
        return [pk for pk in self.user.departments if chosen in (None, pk)]

    @cached_property
    def _rest(self) -> QuerySet[Case]:
        """What this person's sums leave out: of `User.decides` the restricted request types, of the own cases
        those and other departments'. Each part is of a few request types or of one officer, which an index
        knows."""
        beside = ~self.user.unrestricted
        if EVERY not in self._departments:
            beside |= ~Q(department__in=self._departments)
        access_profile = self.user.access_profile
        unnamed = sorted(access_profile.restricted - access_profile.closed)
        decided_here = Q(department__in=self.user.decided, request_type__in=unnamed)
        if access_profile.deputised:
            decided_here &= self.user.decides
        named_for = Q(request_type__in=sorted(access_profile.named_for))
        own = Q(officer=self.user) & beside
        mine: QuerySet[Case] = Case.objects.filter(own | decided_here | named_for)
        return mine.filter(department=self.department) if self.department else mine

    def _days(self, by: str, period: Period) -> list[Counted]:
        """The counts of each day of the period and of the time before."""
        key = (by, period)
        if key not in self._kept:
            span = Q(scale=Scale.DAY, day__range=(period.before_since, period.until))
            self._kept[key] = [*self._sums(by, span), *self._rest_days(by, period)]
        return self._kept[key]

    def _told(self, by: By, period: Period) -> list[Counted]:
        """The counts of the period alone: of whole months, and of the days at its ends."""
        days = covering(period)
        rest = self._rest_days(by, period)
        inside_rest = [one for one in rest if period.since <= one[0] <= period.until]
        return [*self._sums(by, days), *inside_rest]

    def _now(self, by: str) -> dict[str, Cell]:
        """What is open: by the sums at their time, of the rest now."""
        if by not in self._open:
            self._open[by] = _merged(self._sums(by, Q(scale=Scale.NOW)))
            for key, cell in _cells_of(self._open_rest, by).items():
                self._open[by].setdefault(key, Cell()).update(cell)
        return self._open[by]

    @cached_property
    def _open_rest(self) -> facts.Cells:
        found = facts.no_cells()
        for fact in facts.of_now(self._rest, timezone.localdate()):
            facts.count(found, fact)
        return found

    def _rest_days(self, by: str, period: Period) -> list[Counted]:
        if period not in self._rest_kept:
            found: defaultdict[datetime.date, facts.Cells] = defaultdict(facts.no_cells)
            for fact in facts.of_days(self._rest, period.before_since, period.until):
                facts.count(found[fact.day], fact)
            self._rest_kept[period] = found
        return [(day, _cells_of(found, by)) for day, found in self._rest_kept[period].items()]

    def _sums(self, by: str, which: Q) -> list[Counted]:
        rows = FigureSum.objects.filter(which, by=by, department__in=self._departments)
        return list(rows.values_list("day", "cells"))


def _whole(days: list[Counted], period: Period) -> Cell:
    """The counts of all cases over a period."""
    whole = Cell()
    for day, counts in days:
        if period.since <= day <= period.until:
            whole.update(counts.get("", {}))
    return whole


def _merged(some: list[Counted]) -> dict[str, Cell]:
    merged: dict[str, Cell] = {}
    for _day, counts in some:
        for key, cell in counts.items():
            merged.setdefault(key, Cell()).update(cell)
    return merged


def _cells_of(found: facts.Cells, by: str) -> dict[str, Cell]:
    return dict(found.get(by, {}))


def _months(period: Period) -> Iterator[datetime.date]:
    """The first days of the months that lie wholly in the period."""
    first = period.since if period.since.day == 1 else months_before(period.since, -1)
    while (after := months_before(first, -1)) <= period.until + DAY:
        yield first
        first = after


def _area(key: str, home: str | None) -> str:
    """The area of a subdistrict: see `cases.statistics.areas.area_code`."""
    if home is None:
        return key[:4]
    return key if key.startswith(home) else ELSEWHERE


def _key(by: By, key: str) -> Any:
    """The key of a case again: a number, an area's code, or None."""
    return key if by == By.ADDRESS else int(key) if key else None
