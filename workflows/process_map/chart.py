"""The map as nodes and edges with their numbers, and where each is drawn."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from cases.models import ENDED, OPEN, Status
from workflows.process_map.lives import is_work
from workflows.process_map.places import Places
from workflows.process_map.reading import Spent, Standing, Told

WIDTH, HEIGHT, GAP, MARGIN = 184, 104, 100, 16
# Between the two rows; and how much higher an arc is for each column that it passes.
BETWEEN_ROWS, RISE, RISE_EACH, RISE_MOST = 150, 34, 16, 130
THINNEST, THICKEST = 1.5, 9
# Lines that go up leave room for those that go down.
ASIDE = 22


class Pace(StrEnum):
    """How long cases stay at a place, against what is planned for it."""

    NONE = "none"
    GOOD = "good"
    SOME = "some"
    SLOW = "slow"


PACES = {
    Pace.NONE: _("No target"),
    Pace.GOOD: _("Within the target"),
    Pace.SOME: _("Some take longer than the target"),
    Pace.SLOW: _("Most take longer than the target"),
}


@dataclass(frozen=True)
class Node:
    """A place with its numbers, and where its box is drawn."""

    place: str
    name: str
    standing: Standing
    arrived: int
    spent: Spent
    target: int | None
    column: int
    row: int
    # Percent of the time that outside parties had something to do.
    outside: int = 0

    @property
    def pace(self) -> Pace:
        """How slow it is."""
        if self.target is None or self.spent.median is None or self.spent.ninety is None:
            return Pace.NONE
        if self.spent.median > self.target:
            return Pace.SLOW
        return Pace.SOME if self.spent.ninety > self.target else Pace.GOOD

    @property
    def pace_words(self) -> Any:
        """The same in words."""
        return PACES[self.pace]

    @property
    def is_end(self) -> bool:
        """Whether cases rest here: what counts is how many came."""
        return self.place in ENDED


@dataclass(frozen=True)
class Edge:
    """A way from one node to another, with its share of all ways from there."""

    source: Node
    target: Node
    spent: Spent
    share: int

    @property
    def way(self) -> str:
        """How an address names it."""
        return f"{self.source.place}>{self.target.place}"


@dataclass(frozen=True)
class Arrow:
    """An edge as it is drawn."""

    edge: Edge
    path: str
    width: float
    x: float
    y: float


@dataclass(frozen=True)
class Box:
    """A node as it is drawn."""

    node: Node
    x: int
    y: int
    width: int = WIDTH
    height: int = HEIGHT
    middle: int = WIDTH // 2


@dataclass(frozen=True)
class Drawing:
    """All that is drawn, with the size of the whole."""

    boxes: list[Box]
    arrows: list[Arrow]
    width: int
    height: int


@dataclass(frozen=True)
class Chart:
    """The nodes, and the edges between them that cases have gone."""

    nodes: list[Node]
    edges: list[Edge]

    @classmethod
    def of(cls, told: Told, now: dict[str, Standing], places: Places) -> "Chart":
        """The numbers of a period and of now; `told` and `now` speak of places as they are shown."""
        nodes = [
            Node(
                place,
                places.name(place),
                now.get(place, Standing()),
                told.arrived(place),
                Spent.of(told.leaving(place)),
                places.target(place) if place in OPEN or is_work(place) else None,
                column,
                row,
                told.outside_share_of(place),
            )
            for place, column, row in _laid_out(told.places | now.keys(), places)
        ]
        return cls(nodes, _edges(told, {node.place: node for node in nodes}))

    def drawn(self) -> Drawing:
        """Where all of it is drawn."""
        return _Pen(self).drawing()


def _laid_out(seen: Iterable[str], places: Places) -> list[tuple[str, int, int]]:
    """Each place with its column and its row: those on the way to the result above, all others beneath."""
    seen = {*seen}
    work = places.stages
    if not work or Status.IN_PROGRESS in seen:
        work = [Status.IN_PROGRESS.value, *work]
    above = [Status.RECEIVED.value, Status.ASSIGNED.value, *work, Status.RESOLVED.value, Status.CLOSED.value]
    others = sorted(place for place in seen if is_work(place) and place not in above)
    beneath = [Status.WAITING.value, *others, Status.REJECTED.value, Status.WITHDRAWN.value]
    first = max(len(above) - len(beneath), 0) // 2
    return [(place, column, 0) for column, place in enumerate(above)] + [
        (place, column, 1) for column, place in enumerate(beneath, start=first)
    ]


def _edges(told: Told, nodes: dict[str, Node]) -> list[Edge]:
    """The ways between nodes, those that were gone most first."""
    edges = [
        Edge(nodes[source], nodes[target], spent := Spent.of(times), _share(spent, nodes[source]))
        for (source, target), times in told.moves.items()
        if source in nodes and target in nodes
    ]
    return sorted(edges, key=lambda edge: (-edge.spent.count, edge.way))


def _share(spent: Spent, source: Node) -> int:
    return round(100 * spent.count / source.spent.count) if source.spent.count else 0


class _Pen:
    """Draws one chart."""

    def __init__(self, chart: Chart) -> None:
        self._nodes, self._edges = chart.nodes, chart.edges
        self._most = max([1, *(edge.spent.count for edge in chart.edges)])
        arcs = [_rise(edge) for edge in chart.edges if _goes_over(edge)]
        self._top = MARGIN + max([0, *arcs])

    def drawing(self) -> Drawing:
        """Boxes and arrows."""
        boxes = [Box(node, self._x(node), self._y(node)) for node in self._nodes]
        arrows = [self._arrow(edge) for edge in self._edges]
        width = max(box.x for box in boxes) + WIDTH + MARGIN
        height = max(box.y for box in boxes) + HEIGHT + MARGIN
        return Drawing(boxes, arrows, width, height + self._beneath())

    def _beneath(self) -> int:
        arcs = [_rise(edge) for edge in self._edges if edge.source.row == edge.target.row == 1]
        return max([0, *arcs])

    def _x(self, node: Node) -> int:
        return MARGIN + node.column * (WIDTH + GAP)

    def _y(self, node: Node) -> int:
        return self._top + node.row * (HEIGHT + BETWEEN_ROWS)

    def _arrow(self, edge: Edge) -> Arrow:
        points = self._points(edge)
        width = THINNEST + (THICKEST - THINNEST) * edge.spent.count / self._most
        path = "M{} {} C{} {} {} {} {} {}".format(*(number for point in points for number in point))
        # Where several arrows come to one box, their numbers stand apart near the boxes that they come from.
        x, y = _on_curve(points, 0.5 if edge.source.row == edge.target.row else 0.35)
        return Arrow(edge, path, round(width, 1), round(x), round(y))

    def _points(self, edge: Edge) -> list[tuple[int, int]]:
        """The four points of a Bézier curve."""
        x1, x2 = (self._x(node) + WIDTH // 2 for node in (edge.source, edge.target))
        y1, y2 = self._y(edge.source), self._y(edge.target)
        if edge.source.row != edge.target.row:
            return _across(x1, y1, x2, y2)
        if _is_next(edge):
            middle = y1 + HEIGHT // 2
            begin, end = x1 + WIDTH // 2, x2 - WIDTH // 2
            return [(begin, middle), (begin, middle), (end, middle), (end, middle)]
        rise = _rise(edge)
        if _goes_over(edge):
            return [(x1, y1), (x1, y1 - rise), (x2, y2 - rise), (x2, y2)]
        bottom = y1 + HEIGHT
        return [(x1, bottom), (x1, bottom + rise), (x2, bottom + rise), (x2, bottom)]


def _across(x1: int, y1: int, x2: int, y2: int) -> list[tuple[int, int]]:
    """From one row to the other: down on the right side of the boxes, up on the left."""
    if y2 > y1:
        begin, end = (x1 + ASIDE, y1 + HEIGHT), (x2 + ASIDE, y2)
    else:
        begin, end = (x1 - ASIDE, y1), (x2 - ASIDE, y2 + HEIGHT)
    middle = (begin[1] + end[1]) // 2
    return [begin, (begin[0], middle), (end[0], middle), end]


def _is_next(edge: Edge) -> bool:
    """Whether it leads to the box on the right."""
    return edge.source.row == edge.target.row and edge.target.column == edge.source.column + 1


def _goes_over(edge: Edge) -> bool:
    """Whether it passes boxes of the upper row above them."""
    return edge.source.row == edge.target.row == 0 and edge.target.column > edge.source.column + 1


def _rise(edge: Edge) -> int:
    passed = abs(edge.target.column - edge.source.column)
    return min(RISE + RISE_EACH * passed, RISE_MOST)


def _on_curve(points: list[tuple[int, int]], part: float) -> tuple[float, float]:
    rest = 1 - part
    weights = (rest**3, 3 * rest**2 * part, 3 * rest * part**2, part**3)
    x, y = (sum(w * point[axis] for w, point in zip(weights, points, strict=True)) for axis in (0, 1))
    return x, y
