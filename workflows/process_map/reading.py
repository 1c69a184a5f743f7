"""The map's numbers: those of a period out of the sums, and what stands where now out of the cases."""

import datetime
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any, Self

from django.db.models import Count, Q, QuerySet

from cases.models import OPEN, Case, Status
from cases.statistics.public import ACTIVE, DAY, percentile
from workflows.models import FigureSum
from workflows.process_map.counting import BETWEEN, MOVES, OUTSIDE, ROADS, STRANGE
from workflows.process_map.graph import Way
from workflows.process_map.places import Places
from workflows.process_map.work_time import TENTHS

Times = Counter[int]


@dataclass(frozen=True)
class Spent:
    """How often something happened, and the working days that it took."""

    count: int = 0
    median: float | None = None
    ninety: float | None = None

    @classmethod
    def of(cls, times: Times) -> Self:
        """Out of tenths of days with how often they occur."""
        spent = sorted(times.items())
        days = [_days(percentile(spent, fraction)) for fraction in (0.5, 0.9)]
        return cls(times.total(), *days)


@dataclass
class Told:
    """What the sums say of a period: the moves and the roads with their times, the times at a place that
    outside parties had, and the cases of moves that there are not."""

    moves: defaultdict[Way, Times] = field(default_factory=lambda: defaultdict(Counter))
    roads: defaultdict[tuple[str, ...], Times] = field(default_factory=lambda: defaultdict(Counter))
    outside: defaultdict[str, Times] = field(default_factory=lambda: defaultdict(Counter))
    strange: defaultdict[Way, set[int]] = field(default_factory=lambda: defaultdict(set))

    def add(self, name: str, cell: dict[str, int]) -> None:
        """Add one cell of the sums."""
        sort, places = name[:2], tuple(name[2:].split(BETWEEN))
        if sort == STRANGE:
            self.strange[places[0], places[1]].update(int(key) for key in cell)
            return
        times = {int(tenths): count for tenths, count in cell.items()}
        if sort == MOVES:
            self.moves[places[0], places[1]].update(times)
        elif sort == ROADS:
            self.roads[places].update(times)
        elif sort == OUTSIDE:
            self.outside[places[0]].update(times)

    @property
    def places(self) -> set[str]:
        """All places that are spoken of."""
        ways = (*self.moves, *self.roads, *self.strange)
        return {place for way in ways for place in way}

    def shown(self, places: Places) -> "Told":
        """The same with the places that are one put together."""
        found = Told(strange=self.strange)
        for (source, target), times in self.moves.items():
            if (way := (places.same(source), places.same(target))) and way[0] != way[1]:
                found.moves[way].update(times)
        for road, times in self.roads.items():
            found.roads[tuple(places.same(place) for place in road)].update(times)
        for place, times in self.outside.items():
            found.outside[places.same(place)].update(times)
        return found

    def leaving(self, place: str) -> Times:
        """The times at a place, of all that have left it."""
        return _added(times for (source, _target), times in self.moves.items() if source == place)

    def arrived(self, place: str) -> int:
        """How many cases came to a place."""
        return sum(times.total() for (_source, target), times in self.moves.items() if target == place)

    @property
    def waiting_share(self) -> int | None:
        """Percent of the working time that cases waited for the citizen; None where there is none."""
        return self._share(_sum(self.leaving(Status.WAITING)))

    @property
    def outside_share(self) -> int | None:
        """Percent of it that outside parties had something to do, and the citizen had not to answer."""
        return self._share(sum(_sum(times) for times in self.outside.values()))

    def outside_share_of(self, place: str) -> int:
        """Percent of the working time at a place that outside parties had something to do."""
        whole = _sum(self.leaving(place))
        return round(100 * _sum(self.outside.get(place, Counter())) / whole) if whole else 0

    def _share(self, part: int) -> int | None:
        ended = {Status.RESOLVED, Status.CLOSED, Status.REJECTED, Status.WITHDRAWN, ""}
        sources = {source for source, _target in self.moves} - ended
        whole = sum(_sum(self.leaving(place)) for place in sources)
        return round(100 * part / whole) if whole else None


@dataclass(frozen=True)
class Standing:
    """How many cases stand at a place now, and how many of them are late."""

    now: int = 0
    late: int = 0


def told(by: str, departments: Collection[int] | None, covering: Q) -> Told:
    """What the sums say of these departments, or all, in the time that `covering` picks (one statement)."""
    rows = FigureSum.objects.filter(covering, by=by)
    if departments is not None:
        rows = rows.filter(department__in=departments)
    found = Told()
    for cells in rows.values_list("cells", flat=True).iterator():
        for name, cell in cells.items():
            found.add(name, cell)
    return found


def counted_now(cases: QuerySet[Case], today: datetime.date, *, staged: bool) -> list[tuple[Any, ...]]:
    """Version, stage, status, how many and how many late of the open cases (one statement)."""
    groups = where_now(cases, today, staged=staged)
    return list(groups) if staged else [(None, 0, *row) for row in groups]


def where_now(cases: QuerySet[Case], today: datetime.date, *, staged: bool) -> QuerySet[Any, Any]:
    """The same as a query: the database counts, in the index `case_open_where` alone, so that a page costs no
    row of a case, however many are open."""
    columns = ("plan_version", "stage", "status") if staged else ("status",)
    late = Count("pk", filter=ACTIVE & Q(due_on__lt=today))
    found = cases.filter(status__in=OPEN).order_by().values_list(*columns)
    return found.annotate(now=Count("pk"), late=late)


def standing(rows: list[tuple[Any, ...]], places: Places) -> dict[str, Standing]:
    """What stands at each place now."""
    found: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
    for version, stage, status, now, late in rows:
        sums = found[places.same(_place(version, stage, status, places))]
        sums[0], sums[1] = sums[0] + now, sums[1] + late
    return {place: Standing(*sums) for place, sums in found.items()}


def at_place(shown: str, places: Places) -> Q:
    """The cases that stand at a place now."""
    if "." in shown:
        condition = Q(pk__in=[])
        for part in places.parts(shown):
            version, number = (int(one) for one in part.split("."))
            stage = Q(stage__gte=number) if places.is_last(part) else Q(stage=number)
            condition |= stage & Q(status=Status.IN_PROGRESS, plan_version=version)
        return condition
    without = Q(plan_version=None) | Q(stage=0)
    return Q(status=shown) & (without if shown == Status.IN_PROGRESS and places.request_type else Q())


def _place(version: int | None, stage: int, status: str, places: Places) -> str:
    if status != Status.IN_PROGRESS or version is None or not stage:
        return status
    last = len(places.plans[version].stages) if version in places.plans else stage
    return f"{version}.{min(stage, last)}"


def _added(some: Iterable[Times]) -> Times:
    found: Times = Counter()
    for times in some:
        found.update(times)
    return found


def _sum(times: Times) -> int:
    return sum(tenths * count for tenths, count in times.items())


def _days(tenths: datetime.timedelta | None) -> float | None:
    return None if tenths is None else tenths / DAY / TENTHS
