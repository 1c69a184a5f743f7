"""What the process map counts of a day: each move with the time at the place before, each road from end to
end, and each move that no plan knows. Every count can be added up over days.

    "m:received>assigned": {"12": 3}    3 cases, after 1.2 working days at the first place
    "r:received>assigned>…": {"40": 1}  1 case from end to end in 4 working days
    "x:12.1>12.3": {"4711": 1}          the case with this key has gone a way that there is not
    "o:12.2": {"15": 1}                 1 case left this place, for which outside parties had 1.5 working days
"""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import QuerySet

from cases.deadlines.work_calendar import DAY, WorkCalendar
from cases.models import ENDED, Case, Status
from cases.statistics.public import midnight
from workflows.process_map import graph, lives
from workflows.process_map.lives import Life, Move
from workflows.process_map.work_time import WorkTime

# What rows of sums are told apart by: all request types with their stages as one place, or one of them.
EVERY_TYPE = "map"
MOVES, ROADS, STRANGE, OUTSIDE = "m:", "r:", "x:", "o:"
# Of a day, a department and a request type: what is beyond is counted as other roads, and not named.
MOST_ROADS, MOST_PLACES, MOST_STRANGE = 50, 24, 20
BETWEEN, MORE = ">", "…"
# With the result a road has come to its end; that a case is closed two weeks later says nothing.
RESULTS = (Status.RESOLVED, Status.REJECTED, Status.WITHDRAWN)
Counts = dict[str, dict[str, int]]
# (day, department, told apart by)
Place = tuple[datetime.date, int, str]
Found = defaultdict[Place, defaultdict[str, Counter[str]]]


def of_type(request_type: int) -> str:
    """What the sums of one request type are told apart by."""
    return f"{EVERY_TYPE}:{request_type}"


def counted(cases: QuerySet[Case], since: datetime.date, until: datetime.date) -> dict[Place, Counts]:
    """What happened to these cases from the first day to the last (as `lives.of`, and one statement for each
    version of a plan that is not known yet)."""
    count = _Count(midnight(since), midnight(until + DAY), WorkTime(WorkCalendar.load()))
    for life in lives.of(lives.moved(cases, count.start, count.end)):
        count.add(life)
    return {place: _capped(cells) for place, cells in count.found.items()}


class _Moment(NamedTuple):
    """The day of a moment, and the working time until then."""

    day: datetime.date
    worked: datetime.timedelta


class _Moments(dict[datetime.datetime, _Moment]):
    """The moments of one life, of which each is asked for several times."""

    def __init__(self, time: WorkTime) -> None:
        super().__init__()
        self._time = time

    def __missing__(self, at: datetime.datetime) -> _Moment:
        found = self[at] = _Moment(self._time.local(at).date(), self._time.until(at))
        return found

    def tenths(self, since: datetime.datetime, until: datetime.datetime) -> str:
        """The working time between two of them, as the counts name it."""
        return str(self._time.in_tenths(self[until].worked - self[since].worked))


class _Count:
    """What is counted from `start` until before `end`."""

    def __init__(self, start: datetime.datetime, end: datetime.datetime, time: WorkTime) -> None:
        self.start, self.end, self._moments = start, end, _Moments(time)
        self._graphs: dict[int | None, graph.Graph] = {}
        self.found: Found = defaultdict(lambda: defaultdict(Counter))

    def add(self, life: Life) -> None:
        """Count a life: with its stages for its request type, without them for all together."""
        self._moments.clear()
        staged = life.moves()
        plain = life.moves(staged=False) if life.version else staged
        for by, moves in ((EVERY_TYPE, plain), (of_type(life.request_type), staged)):
            self._add_moves(by, moves)
            self._add_roads(by, moves)
            self._add_strange(by, life, staged)
            if life.outside:
                self._add_outside(by, life, moves)

    def _add_moves(self, by: str, moves: list[Move]) -> None:
        for move in self._within(moves):
            name = MOVES + BETWEEN.join(move.way)
            self._cells(by, move)[name][self._spent(move.since, move.at)] += 1

    def _add_roads(self, by: str, moves: list[Move]) -> None:
        begin = 0
        for number, move in enumerate(moves):
            if move.source in ENDED:
                begin = number
            if move.target in RESULTS and self.start <= move.at < self.end:
                name = ROADS + road(moves[begin : number + 1])
                self._cells(by, move)[name][self._spent(moves[begin].at, move.at)] += 1

    def _add_strange(self, by: str, life: Life, moves: list[Move]) -> None:
        for move in self._within(moves):
            if not self._is_known(move, life.version):
                self._cells(by, move)[STRANGE + BETWEEN.join(move.way)][str(life.case)] = 1

    def _add_outside(self, by: str, life: Life, moves: list[Move]) -> None:
        """The time at a place that outside parties had; while the citizen has to answer, it is the
        citizen's."""
        for move in self._within(moves):
            if move.source == Status.WAITING:
                continue
            periods = life.outside_within(move.since, move.at)
            if tenths := sum(int(self._spent(begin, end)) for begin, end in periods):
                self._cells(by, move)[OUTSIDE + move.source][str(tenths)] += 1

    def _is_known(self, move: Move, version: int | None) -> bool:
        """Whether the plan has this way; from one version to another somebody moved the case."""
        named: set[int | None] = {int(place.split(".")[0]) for place in move.way if "." in place}
        versions = named or {version}
        if len(versions) > 1:
            return True
        (version,) = versions
        if version not in self._graphs:
            self._graphs[version] = graph.of_version(version)
        return move.way in self._graphs[version]

    def _within(self, moves: list[Move]) -> Iterable[Move]:
        return (move for move in moves if self.start <= move.at < self.end)

    def _cells(self, by: str, move: Move) -> defaultdict[str, Counter[str]]:
        return self.found[self._moments[move.at].day, move.department, by]

    def _spent(self, since: datetime.datetime, until: datetime.datetime) -> str:
        return self._moments.tenths(since, until)


def road(moves: list[Move]) -> str:
    """The places of a road from end to end; of one that goes round and round the first ones."""
    places = [*filter(None, [moves[0].source]), *(move.target for move in moves)]
    if len(places) > MOST_PLACES:
        places = [*places[:MOST_PLACES], MORE]
    return BETWEEN.join(places)


def _capped(cells: defaultdict[str, Counter[str]]) -> Counts:
    """The counts, with the rarest roads as one and the first cases of a strange move alone."""
    roads = [name for name in cells if name.startswith(ROADS)]
    roads.sort(key=lambda name: (-cells[name].total(), name))
    for name in roads[MOST_ROADS:]:
        cells[ROADS].update(cells.pop(name))
    return {name: _first(cell) if name.startswith(STRANGE) else dict(cell) for name, cell in cells.items()}


def _first(cases: Counter[str]) -> dict[str, int]:
    return {key: cases[key] for key in sorted(cases, key=int)[:MOST_STRANGE]}
