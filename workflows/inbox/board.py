"""The list as a board: open cases in columns by status, stage or officer, each capped, with what it holds.

What it costs does not grow with the cases: so many are counted, and of each column the most urgent are read.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import BooleanField, ExpressionWrapper, Prefetch, Q, Value, When
from django.db.models import Case as Choice
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.db.planning import planned_anew
from cases.models import OPEN, Case, CaseQuerySet, Proposal, Status, Transfer, User
from cases.reference import shared_rows
from cases.text.collation import order_key
from cases.work_plans.versions import plan_of
from workflows.inbox import queries, row_notes
from workflows.inbox.standard_views import is_late
from workflows.models import Preference

# Cards of a column, columns of a board, and cases that are counted at most.
CARDS, COLUMNS, COUNTED = 12, 12, 20_000
# What the rights ask of a case besides what its row says.
ASKED = ("process", "plan_version", "stage", "reopened")
COUNTS = """
SELECT {keys}, count(*), count(*) FILTER (WHERE late) FROM ({cases}) AS counted GROUP BY {keys}
"""
Group = tuple[tuple[Any, ...], int, int]


@dataclass(frozen=True)
class Column:
    """Cases that have something in common: `key` names it in the page, `filters` in the address of its list
    (none where no filter says the same); how many there are, how many are late, and the most urgent."""

    key: str
    name: Any
    condition: Q
    # Where it stands among the others of its kind.
    place: Any
    count: int = 0
    late: int = 0
    filters: Mapping[str, str] = field(default_factory=dict)
    cases: tuple[Case, ...] = ()

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.count - len(self.cases)


@dataclass(frozen=True)
class Board:
    """The columns, how many others there would be, and whether not all cases were counted."""

    columns: list[Column]
    left_out: int = 0
    is_capped: bool = False


@planned_anew()
def board(user: User, wanted: queries.InboxQuery, by: str, columns: Mapping[str, Any]) -> Board:
    """Return the board of what is asked for; its cases come with these columns, as the rows of the list do,
    and with all that the rights ask of them."""
    cases = queries.matching_cases(user, wanted)
    if not wanted.status or wanted.status == queries.EVERY:
        cases = cases.open()
    keys, gather = WAYS[by]
    groups = _counted(user, cases, keys)
    found = sorted(gather(groups, wanted), key=lambda one: one.count, reverse=True)
    kept = sorted(found[:COLUMNS], key=lambda one: one.place)
    filled = _filled(cases, kept, columns)
    capped = sum(count for _key, count, _late in groups) >= COUNTED
    return Board([_named(one) for one in filled], len(found) - len(kept), capped)


def _counted(user: User, cases: CaseQuerySet, keys: tuple[str, ...]) -> list[Group]:
    late = ExpressionWrapper(is_late(user, timezone.localdate()), BooleanField())
    part = cases.order_by().annotate(late=late).values(*keys, "late")[:COUNTED]
    try:
        sql, values = part.query.sql_with_params()
    except EmptyResultSet:  # a condition that nothing fulfils, which Django asks nobody about
        return []
    names = ", ".join(keys)
    with connection.cursor() as cursor:
        cursor.execute(COUNTS.format(keys=names, cases=sql), values)
        return [(row[: len(keys)], *row[len(keys) :]) for row in cursor.fetchall()]


def _filled(cases: CaseQuerySet, columns: list[Column], more: Mapping[str, Any]) -> list[Column]:
    """The columns with their most urgent cases: their keys in one statement, the cases in another."""
    parts = [
        cases.filter(one.condition).order_by("due_on", "pk").values("pk")[:CARDS]
        for one in columns
        if one.count
    ]
    if not parts:
        return columns
    keys = [row["pk"] for row in (parts[0].union(*parts[1:], all=True) if parts[1:] else parts[0])]
    number = Choice(
        *(When(one.condition, then=Value(at)) for at, one in enumerate(columns)), default=Value(-1)
    )
    waiting = Proposal.objects.filter(state=Proposal.State.OPEN).select_related("by", "result", "cause")
    unanswered = Transfer.objects.unanswered().select_related("sender", "receiver")
    rows = (
        Case.objects.filter(pk__in=keys)
        .select_related("duplicate__main")
        .only(*queries.SHOWN, *ASKED)
        .annotate(column=number, **row_notes.COLUMNS, **more)
        .prefetch_related(
            "subtasks",
            Prefetch("proposals", waiting, to_attr="open_proposals"),
            Prefetch("transfers", unanswered, to_attr="unanswered"),
        )
        .order_by("due_on", "pk")
    )
    found = list(rows)
    shared_rows.prefetch(found, "request_type", "department", "officer")
    return [
        replace(one, cases=tuple(case for case in found if case.column == at))
        for at, one in enumerate(columns)
    ]


def _named(column: Column) -> Column:
    """An officer's column is named by the first of its cases."""
    if column.name is None and column.cases:
        return replace(column, name=str(column.cases[0].officer))
    return replace(column, name=column.name or "–")


def _by_status(groups: Iterable[Group], wanted: queries.InboxQuery) -> Iterator[Column]:
    """Every open status, also where no case has it: a card can be moved there."""
    counts = {key[0]: (count, late) for key, count, late in groups}
    shown = [wanted.status] if wanted.status in Status.values else list(OPEN)
    for place, status in enumerate(shown):
        count, late = counts.get(status, (0, 0))
        name = Status(status).label
        yield Column(str(status), name, Q(status=status), place, count, late, {"status": str(status)})


def _by_officer(groups: Iterable[Group], wanted: queries.InboxQuery) -> Iterator[Column]:
    """Nobody first, then the officers who have some of the cases."""
    for key, count, late in groups:
        officer = key[0]
        value = queries.NOBODY if officer is None else str(officer)
        name = _("Nobody yet") if officer is None else None
        place = (officer is not None, officer or 0)
        yield Column(value, name, Q(officer=officer), place, count, late, {"officer": value})


def _by_stage(groups: Iterable[Group], wanted: queries.InboxQuery) -> Iterator[Column]:
    """Stages of one name, of whatever plan and version, are one column."""
    found: dict[str, Column] = {}
    for (version, stage), count, late in groups:
        name, place = _stage(version, stage)
        one = found.get(name) or Column(f"stage-{len(found)}", name, Q(pk__in=[]), place)
        same = Q(plan_version=version, stage=stage) if version else Q(plan_version=None)
        found[name] = replace(
            one,
            condition=one.condition | same,
            place=min(one.place, place),
            count=one.count + count,
            late=one.late + late,
        )
    yield from found.values()


def _stage(version: int | None, stage: int) -> tuple[str, tuple[int, int, str]]:
    """What a stage is called, and where it stands among others."""
    if version is None:
        return _("Without a work plan"), (1, 0, "")
    stages = plan_of(version).stages
    if stage == 0:
        return _("Not begun"), (0, 0, "")
    if stage > len(stages):
        return _("All stages are over"), (0, len(stages) + 1, "")
    name = stages[stage - 1].name
    return name, (0, stage, order_key(name))


Gather = Callable[[Iterable[Group], queries.InboxQuery], Iterable[Column]]
WAYS: dict[str, tuple[tuple[str, ...], Gather]] = {
    Preference.Columns.STATUS: (("status",), _by_status),
    Preference.Columns.STAGE: (("plan_version", "stage"), _by_stage),
    Preference.Columns.OFFICER: (("officer",), _by_officer),
}
