"""The figures and the lists of cases as rows for a spreadsheet. Nothing in them tells who asked: no name, no
contact, no place, no address, and none of the texts, in which people write anything. What else may stand in a
row is the caller's to decide."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from types import MappingProxyType

from django.utils.translation import gettext as _

from cases.models import Case
from cases.questionnaires import answers
from cases.text.dates import short_date
from workflows.figures.board import Cases
from workflows.figures.dimensions import DIMENSIONS
from workflows.figures.measures import Row
from workflows.figures.periods import Period
from workflows.figures.sources import Source
from workflows.figures.spreadsheet import Cell

CASES_AT_ONCE = 1000
RELATED = ("request_type", "department", "unit", "officer", "channel", "result", "cause")
# Columns besides, by their heads.
Columns = Mapping[str, Callable[[Case], Cell]]
NO_MORE: Columns = MappingProxyType({})


def figures(source: Source, period: Period) -> Iterator[list[Cell]]:
    """The whole, the time before, and every way of telling apart."""
    now, before = source.totals(period)
    yield [_("By"), _("Name"), *_heads()]
    yield [_("All"), _span(period), *_cells(now)]
    # What is open is open now: there is no such number for the time before.
    yield [_("The time before"), _span(period.before), None, None, *_cells(before)[2:]]
    for by, dimension in DIMENSIONS.items():
        for line in source.lines(by, period):
            yield [str(dimension.label), line.name, *_cells(line.row)]


def batches(found: Cases) -> Iterator[list[Case]]:
    """The cases with what their rows say, read from the database as they are sent."""
    rows: Iterator[Case] = iter(found.select_related(*RELATED).iterator(chunk_size=CASES_AT_ONCE))
    while some := list(islice(rows, CASES_AT_ONCE)):
        yield some


def cases(some_at_once: Iterable[list[Case]], more: Columns = NO_MORE) -> Iterator[list[Cell]]:
    """One row for each case, with `more` columns at its end; a statement for the answers of some of them."""
    yield [
        _("Case number"),
        _("Receipt number"),
        _("Kind of request"),
        _("Department"),
        _("Unit"),
        _("Officer"),
        _("Status"),
        _("Urgency"),
        _("Channel"),
        _("Received"),
        _("Due"),
        _("Done"),
        _("Days"),
        _("Result"),
        _("Cause"),
        _("Times reopened"),
        _("Answers"),
        *more,
    ]
    for some in some_at_once:
        chosen = answers.rows([case.pk for case in some], typed=False)
        for case in some:
            yield [*_case(case, chosen.get(case.pk, {})), *(cell(case) for cell in more.values())]


def _case(case: Case, chosen: dict[str, str]) -> list[Cell]:
    spent = getattr(case, "spent", None)
    return [
        case.number,
        case.receipt_number,
        case.request_type.name,
        case.department.name,
        case.unit.name if case.unit else "",
        str(case.officer) if case.officer else "",
        case.get_status_display(),
        case.get_urgency_display(),
        case.channel.name,
        short_date(case.received_at),
        short_date(case.due_on),
        short_date(case.resolved_at) if case.resolved_at else "",
        spent.days if spent is not None else None,
        case.result.name if case.result else "",
        case.cause.name if case.cause else "",
        case.reopened,
        "; ".join(f"{key}: {text}" for key, text in chosen.items()),
    ]


def _heads() -> list[Cell]:
    return [
        _("Open now"),
        _("Late now"),
        _("Received"),
        _("Done"),
        _("On time (%)"),
        _("Half are done within (days)"),
        _("9 of 10 are done within (days)"),
        _("First reply in time (%)"),
        _("Half of the first replies within (days)"),
        _("Rating"),
        _("Rated"),
        _("Still not fixed"),
    ]


def _cells(row: Row) -> list[Cell]:
    rating = None if row.stars is None else round(row.stars, 2)
    days = [None if value is None else round(value, 1) for value in (row.median, row.ninety)]
    reply = None if row.reply_days is None else round(row.reply_days, 1)
    counts = [row.open, row.late, row.received, row.done, row.share, *days]
    return [*counts, row.reply_share, reply, rating, row.rated, row.reopened]


def _span(period: Period) -> str:
    return f"{short_date(period.since)} – {short_date(period.until)}"
