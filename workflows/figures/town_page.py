"""What the mayor's page shows of a month, on the screen and on paper: tiles, charts, trends, areas."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.lib.drawn_outlines import Drawing
from cases.models import Area, Municipality
from cases.text.dates import month_and_year, short_date
from workflows.figures import cells
from workflows.figures.cells import Cell
from workflows.figures.dimensions import By
from workflows.figures.measures import Row
from workflows.figures.plots import Plot
from workflows.figures.sentences import sentences
from workflows.figures.town import Month, Town

Values = list[int | None]
HUNDRED = 100
# The last three months against those before; fewer results than ENOUGH say nothing of a request type.
RECENT, ENOUGH, LISTED, WORST = 3, 5, 8, 5
SMALL, SPARK = (160, 60), (120, 28)
# How dark an area can be.
SHADES = 4
# Where no style sheet reaches: on paper.
GREEN, PALE, RED, BLUE = "#0b5d57", "#9fc9c0", "#a61b1b", "#1d4f91"
SHADE_COLOURS = ("#f2eee4", "#cfe5dd", "#93c4b8", "#4a938a", "#0b5d57")


@dataclass(frozen=True)
class Series:
    """One line or area of a chart."""

    name: str
    css: str
    values: Values
    path: str
    colour: str
    filled: bool = False
    dashes: str = ""


@dataclass(frozen=True)
class Chart:
    """Series over the months, on one sheet, with the table behind it; `goal` is where a line is drawn in."""

    name: str
    title: str
    heads: list[str]
    plot: Plot
    series: list[Series]
    goal: int | None = None
    unit: str = ""

    @property
    def goal_at(self) -> float | None:
        """How high the goal stands."""
        return None if self.goal is None else self.plot.y(self.goal)

    @property
    def marks(self) -> list[tuple[float, str]]:
        """Where each month stands, and its short name."""
        return [(self.plot.x(number), head.split(" ")[0]) for number, head in enumerate(self.heads)]

    @property
    def rows(self) -> list[tuple[str, Values]]:
        """The months with their values, the newest first."""
        return [(head, [one.values[n] for one in self.series]) for n, head in enumerate(self.heads)][::-1]


@dataclass(frozen=True)
class Tile:
    """One number with what it is, how it was before, and its line over the months."""

    label: str
    value: str
    note: str
    path: str
    css: str = ""
    width: int = SPARK[0]
    height: int = SPARK[1]


@dataclass(frozen=True)
class Trend:
    """In how many days half of a request type's cases were done, before and in the last months."""

    name: str
    before: int
    now: int

    @property
    def change(self) -> int:
        """How many days longer it takes; negative where it got quicker."""
        return self.now - self.before

    @property
    def words(self) -> str:
        """The change, as somebody would say it."""
        days = abs(self.change)
        if self.change > 0:
            return ngettext("%(days)s day longer", "%(days)s days longer", days) % {"days": days}
        return ngettext("%(days)s day quicker", "%(days)s days quicker", days) % {"days": days}


@dataclass(frozen=True)
class Place:
    """An area with how many requests came from it, drawn in one of the shades."""

    name: str
    received: int
    path: str
    shade: int

    @property
    def colour(self) -> str:
        """Its colour on paper."""
        return SHADE_COLOURS[self.shade]


@dataclass(frozen=True)
class TownPage:
    """Everything that the page shows of the last month of a town, in the active language."""

    town: Town
    said: list[str]
    tiles: list[Tile]
    charts: list[Chart]
    departments: list[tuple[str, Row, Chart]]
    trends: list[Trend]
    places: list[Place] = field(default_factory=list)
    drawing: Drawing | None = None

    @property
    def title(self) -> str:
        """The month by its name."""
        return month_and_year(self.town.last.first)

    @property
    def worst(self) -> list[tuple[str, Row, Chart]]:
        """The departments with late cases, the most first: what a sheet has room for."""
        late = [one for one in self.departments if one[1].late]
        return sorted(late, key=lambda one: -one[1].late)[:WORST]

    @property
    def ranked(self) -> list[Place]:
        """The areas, the most requests first, for the table."""
        return sorted(self.places, key=lambda one: -one.received)


def town_page(town: Town) -> TownPage:
    """Return what the page shows (five statements at most)."""
    goal = Municipality.current().punctual_goal
    drawing, places = _places(town)
    return TownPage(
        town,
        sentences(town),
        list(_tiles(town, goal)),
        _charts(town, goal),
        _departments(town),
        trends(town)[:LISTED],
        places,
        drawing,
    )


def trends(town: Town) -> list[Trend]:
    """The request types that take longer or less long than before, what got worse first."""
    found = []
    for key, name in town.request_types.items():
        before, now = (_together(some, key) for some in (town.months[:-RECENT], town.months[-RECENT:]))
        if min(before.done, now.done) >= ENOUGH:
            found.append(Trend(name, round(before.median or 0), round(now.median or 0)))
    return sorted((one for one in found if one.change), key=lambda one: (-one.change, one.name))


def _together(months: Sequence[Month], key: str) -> Row:
    whole = Cell()
    for month in months:
        whole.update(month.cell(By.REQUEST_TYPE, key))
    return cells.row(whole, months[0].first)


def _values(town: Town, value: Callable[[Row], int | None], by: str = "all", key: str = "") -> Values:
    return [value(month.row(by, key)) for month in town.months]


def _ended(town: Town, value: Callable[[Row], int], by: str = "all", key: str = "") -> Values:
    """A number of the month's last evening; None where that is not known."""
    return [None if month.ended is None else value(month.row(by, key)) for month in town.months]


def _tiles(town: Town, goal: int) -> Any:
    now, before = town.last.row(), town.before.row()
    then = month_and_year(town.before.first).split(" ")[0]
    received = _values(town, lambda row: row.received)
    note = _("%(month)s: %(value)s")
    yield _tile(_("Received"), str(now.received), note % {"month": then, "value": before.received}, received)
    share = "–" if now.share is None else f"{now.share} %"
    missed = now.share is not None and now.share < goal
    aim = _("the goal is %(goal)s %%") % {"goal": goal}
    yield _tile(
        _("Done in time"), share, aim, _values(town, lambda row: row.share), css="bad" if missed else ""
    )
    late = _ended(town, lambda row: row.late)
    value, earlier = ("–" if one is None else str(one) for one in (late[-1], late[-2]))
    words = note % {"month": then, "value": earlier}
    yield _tile(_("Late at the end"), value, words, late, css="bad" if late[-1] else "")
    stars = "–" if now.stars is None else f"{now.stars:.1f}"
    people = ngettext("of 5 stars, from %(count)s citizen", "of 5 stars, from %(count)s citizens", now.rated)
    tenths = _values(town, lambda row: None if row.stars is None else round(row.stars * 10))
    yield _tile(_("Rating"), stars, people % {"count": now.rated}, tenths)


def _tile(label: str, value: str, note: str, values: Values, *, css: str = "") -> Tile:
    plot = Plot.holding(values, count=len(values), width=SPARK[0], height=SPARK[1])
    return Tile(label, value, note, plot.line(values), css)


def _charts(town: Town, goal: int) -> list[Chart]:
    heads = [_head(month) for month in town.months]
    received, done = (_values(town, value) for value in (lambda row: row.received, lambda row: row.done))
    plot = Plot.holding(received, done, count=len(heads))
    came = Chart(
        "came",
        _("Received and done"),
        heads,
        plot,
        [
            Series(_("Received"), "came", received, plot.line(received), BLUE, dashes="7 4"),
            Series(_("Done"), "done", done, plot.line(done), GREEN),
        ],
    )
    share = _values(town, lambda row: row.share)
    of_hundred = Plot(len(heads), HUNDRED)
    in_time = Chart(
        "in-time",
        _("Done in time, of 100"),
        heads,
        of_hundred,
        [Series(_("Done in time (%)"), "done", share, of_hundred.line(share), GREEN)],
        goal,
        " %",
    )
    return [came, in_time, _standing(town, heads)]


def _standing(town: Town, heads: list[str]) -> Chart:
    opened, late = _ended(town, lambda row: row.open), _ended(town, lambda row: row.late)
    plot = Plot.holding(opened, late, count=len(heads))
    return _open_and_late("standing", _("Open and late at the end of the month"), heads, plot, opened, late)


def _open_and_late(
    name: str, title: str, heads: list[str], plot: Plot, opened: Values, late: Values
) -> Chart:
    series = [
        Series(_("Still open"), "open", opened, plot.area(opened), PALE, filled=True),
        Series(_("Late"), "overdue", late, plot.area(late), RED, filled=True),
    ]
    return Chart(name, title, heads, plot, series)


def _departments(town: Town) -> list[tuple[str, Row, Chart]]:
    """The departments, each with its small chart of what was open and late; all on one scale."""
    heads = [_head(month) for month in town.months]
    told = {
        key: tuple(
            _ended(town, value, By.DEPARTMENT, key) for value in (lambda row: row.open, lambda row: row.late)
        )
        for key in town.departments
    }
    every = [values for pair in told.values() for values in pair]
    plot = Plot.holding(*every, count=len(heads), width=SMALL[0], height=SMALL[1])
    return [
        (name, town.last.row(By.DEPARTMENT, key), _open_and_late(f"of-{key}", name, heads, plot, *told[key]))
        for key, name in town.departments.items()
    ]


def _places(town: Town) -> tuple[Drawing | None, list[Place]]:
    """The areas of the town, each as dark as many requests came from it (one statement)."""
    areas = list(Area.objects.filter(active=True))
    drawing = Drawing.of(area.shape.box for area in areas)
    if drawing is None:
        return None, []
    counts = [town.last.row(By.PLACE, str(area.pk)).received for area in areas]
    most = max(1, *counts)
    return drawing, [
        # Rounded up: white is where nothing came from.
        Place(area.name, count, drawing.path(area.shape), -(-SHADES * count // most))
        for area, count in zip(areas, counts, strict=True)
    ]


def _head(month: Month) -> str:
    """ต.ค. 2569 / Oct 2026."""
    return short_date(month.first).split(" ", 1)[1]
