"""Facts: what happened on a day to a case, with everything by which figures are told apart."""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import TruncDate

from cases.models import ALONE, OPEN, Case, Feedback, Status
from cases.statistics.public import ACTIVE, midnight, timed
from workflows.figures.cells import DAYS, RATED, REPLY, STILL, Cell
from workflows.figures.dimensions import DIMENSIONS, By
from workflows.figures.measures import first_replies
from workflows.figures.periods import between

# The whole, which is told apart by nothing.
ALL = "all"
# The columns of a case, in the order of `Keys`. An address is its subdistrict here: which of them are the
# city's own is the reader's business.
COLUMNS = {
    By.DEPARTMENT: "department_id",
    By.UNIT: "unit_id",
    By.REQUEST_TYPE: "request_type_id",
    By.PLACE: "area_id",
    By.ADDRESS: "subdistrict_id",
    By.CHANNEL: "channel_id",
    By.OFFICER: "officer_id",
    By.CAUSE: "cause_id",
}
SAID = {by: f"case__{column}" for by, column in COLUMNS.items()} | {By.OFFICER: "event__officer_id"}
Keys = tuple[Any, ...]
# By what it is told apart, then by which key.
Cells = defaultdict[str, defaultdict[str, Cell]]
DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Fact:
    """Something to count: on a day, of a case with these keys, under these names, each so many times; by
    officer differently, where that officer had no verdict on the case before."""

    day: datetime.date
    keys: Keys
    counts: dict[str, int]
    of_officer: dict[str, int] | None = None


def no_cells() -> Cells:
    """Nothing counted yet."""
    return defaultdict(lambda: defaultdict(Counter))


def count(cells: Cells, fact: Fact) -> None:
    """Count a fact in the whole, and by each of its keys."""
    _add(cells[ALL][""], fact.counts)
    for by, key in zip(COLUMNS, fact.keys, strict=True):
        if key is None and DIMENSIONS[by].only_named:
            continue
        counts = fact.of_officer if by == By.OFFICER and fact.of_officer else fact.counts
        _add(cells[by]["" if key is None else str(key)], counts)


def _add(cell: Cell, counts: dict[str, int]) -> None:
    # Counter.update does the same in twice the time.
    for name, number in counts.items():
        cell[name] += number


def of_days(cases: QuerySet[Case], since: datetime.date, until: datetime.date) -> Iterator[Fact]:
    """What these cases brought from the first day to the last: received, done, replied to, said about it
    (four statements, five where cases have more than one verdict)."""
    start, end = midnight(since), midnight(until + DAY)
    columns = COLUMNS.values()
    came = timed(cases.filter(received_at__gte=start, received_at__lt=end))
    for day, *keys in came.values_list("received_on", *columns).iterator():
        yield Fact(day, tuple(keys), {"received": 1})
    done = timed(cases.filter(resolved_at__gte=start, resolved_at__lt=end))
    for day, spent, due, *keys in done.values_list("done_on", "spent", "due_on", *columns).iterator():
        yield Fact(day, tuple(keys), {f"{DAYS}{spent.days}": 1, "punctual": int(day <= due)})
    yield from _replied(cases, since, until)
    yield from _said(cases, start, end)


def of_now(cases: QuerySet[Case], today: datetime.date) -> Iterator[Fact]:
    """The open ones of these cases, and which of them are late (one statement)."""
    found = cases.filter(ALONE, status__in=OPEN).annotate(is_behind=Q(ACTIVE, due_on__lt=today))
    for behind, *keys in found.values_list("is_behind", *COLUMNS.values()).iterator():
        yield Fact(today, tuple(keys), {"open": 1, "late": int(behind)})


def of_end(cases: QuerySet[Case], day: datetime.date) -> Iterator[Fact]:
    """Those of these cases that were open when this day ended, and which of them were late, by the due dates
    of now (one statement)."""
    end = midnight(day + DAY)
    stood = cases.filter(ALONE, Q(ended_at__isnull=True) | Q(ended_at__gte=end), received_at__lt=end)
    found = stood.annotate(is_behind=Q(~Q(status=Status.WAITING), due_on__lt=day))
    for behind, *keys in found.values_list("is_behind", *COLUMNS.values()).iterator():
        yield Fact(day, tuple(keys), {"open": 1, "late": int(behind)})


def _replied(cases: QuerySet[Case], since: datetime.date, until: datetime.date) -> Iterator[Fact]:
    columns = (
        "replied_on",
        "spent",
        "case__first_reply_due_on",
        *(f"case__{one}" for one in COLUMNS.values()),
    )
    replies = first_replies(cases, between(since, until))
    for day, spent, due, *keys in replies.values_list(*columns).iterator():
        yield Fact(day, tuple(keys), {f"{REPLY}{spent.days}": 1, "prompt": int(day <= due)})


def _said(cases: QuerySet[Case], start: datetime.datetime, end: datetime.datetime) -> Iterator[Fact]:
    said = Feedback.objects.filter(at__gte=start, at__lt=end, case__in=cases)
    columns = ("pk", "case_id", "verdict", "rating", "day", *SAID.values())
    rows = list(said.annotate(day=TruncDate("at")).values_list(*columns))
    before = Before({case for _pk, case, *_rest in rows})
    for pk, _case, verdict, rating, day, *keys in rows:
        counts = {"stars": rating} if rating is not None else {}
        counts |= dict.fromkeys(_sorts(verdict, rating), 1)
        if counts:
            yield Fact(day, tuple(keys), counts | before.of_case(pk), counts | before.of_officer(pk))


def _sorts(verdict: str, rating: int | None) -> list[str]:
    return [RATED] * (rating is not None) + [STILL] * (verdict == Feedback.Verdict.STILL_THERE)


class Before:
    """For each verdict the day of the verdict before it: on the same case, and on results of the same
    officer. What was counted on that day has to be counted again."""

    def __init__(self, cases: set[int]) -> None:
        self._found: dict[tuple[int, bool], dict[str, int]] = defaultdict(dict)
        last: dict[Any, datetime.date] = {}
        rows = Feedback.objects.filter(case__in=cases).annotate(day=TruncDate("at")).order_by("at", "pk")
        columns = ("pk", "case_id", "event__officer_id", "verdict", "rating", "day")
        for pk, case, officer, verdict, rating, day in rows.values_list(*columns) if cases else ():
            for name in _sorts(verdict, rating):
                for alone, of in ((False, (name, case)), (True, (name, case, officer))):
                    if of in last:
                        self._found[pk, alone][f"{name}{last[of].toordinal()}"] = 1
                    last[of] = day

    def of_case(self, verdict: int) -> dict[str, int]:
        """The verdicts of the case before this one."""
        return self._found.get((verdict, False), {})

    def of_officer(self, verdict: int) -> dict[str, int]:
        """Those on results of the same officer."""
        return self._found.get((verdict, True), {})
