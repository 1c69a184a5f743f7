"""The figures themselves: over a period and the one before, and told apart in one way at a time."""

import bisect
import datetime
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncDate

from cases.models import Case, Department, Feedback, User
from cases.statistics.public import timed
from cases.text.collation import order_key
from workflows.figures import dimensions, measures
from workflows.figures.dimensions import DIMENSIONS, NONE, By
from workflows.figures.measures import Measure, Row
from workflows.figures.periods import Period

Cases = QuerySet[Case]


@dataclass(frozen=True)
class Line:
    """One department, unit, request type, area, channel or officer with its numbers; `value` stands in
    addresses."""

    value: str
    name: str
    row: Row


@dataclass(frozen=True)
class Step:
    """A week or a month: what came in and what was done."""

    begins: datetime.date
    received: int
    done: int


def readable(user: User, department: Department | None = None) -> Cases:
    """The cases that a person's figures speak of: those that this person may read."""
    cases: Cases = Case.objects.belonging_to(user)
    return cases.filter(department=department) if department else cases


def totals(cases: Cases, period: Period) -> tuple[Row, Row]:
    """The numbers of the period, and of the time before (three statements)."""
    before = period.before
    sums = measures.of_cases(period) | measures.of_cases(before, prefix="before_")
    found = timed(cases.filter(measures.concerned(period, before))).aggregate(**sums)
    said = measures.of_feedback(period) | measures.of_feedback(before, prefix="before_")
    found |= Feedback.objects.filter(case__in=cases).aggregate(**said)
    replies = measures.of_replies(period) | measures.of_replies(before, prefix="before_")
    found |= measures.first_replies(cases, period, before).aggregate(**replies)
    now = {name: value for name, value in found.items() if not name.startswith("before_")}
    then = {name.removeprefix("before_"): value for name, value in found.items() if name not in now}
    return Row(**now), Row(**then)


def lines(cases: Cases, by: By, period: Period) -> list[Line]:
    """The numbers told apart, the most open first (four statements, with areas six)."""
    key, said_key = dimensions.keys(by)
    told = timed(cases.filter(measures.concerned(period))).values(key=key)
    found = {row.pop("key"): row for row in told.annotate(**measures.of_cases(period)).order_by()}
    said: Any = Feedback.objects.filter(measures.within("at", period), case__in=cases).values(key=said_key)
    for row in said.annotate(**measures.of_feedback(period)).order_by():
        found.setdefault(row.pop("key"), {}).update(row)
    replied = measures.first_replies(cases, period).values(key=dimensions.reply_key(by))
    for row in replied.annotate(**measures.of_replies(period)).order_by():
        found.setdefault(row.pop("key"), {}).update(row)
    return lined({key: Row(**row) for key, row in found.items()}, by)


def lined(found: dict[Any, Row], by: By) -> list[Line]:
    """The rows with their names, the most open first (one statement); without those that tell nothing."""
    dimension = DIMENSIONS[by]
    names, nobody = dimension.named(found), str(dimension.nobody)
    told = {key: row for key, row in found.items() if key or not dimension.only_named}
    made = [Line(str(key or NONE), names.get(key, nobody), row) for key, row in told.items()]
    full = [line for line in made if not line.row.is_empty]
    return sorted(full, key=lambda line: (-line.row.open, -line.row.received, order_key(line.name)))


def steps(cases: Cases, period: Period) -> list[Step]:
    """What came in and what was done, week by week, or month by month (two statements)."""
    starts = list(period.steps())
    received = _by_step(cases, "received_at", period, starts)
    done = _by_step(cases, "resolved_at", period, starts)
    return [Step(day, received[day], done[day]) for day in starts]


def behind(
    user: User,
    measure: Measure,
    period: Period,
    *,
    department: Department | None = None,
    by: By | None = None,
    value: str = "",
) -> Cases:
    """The cases behind one number, the newest first; none where the address makes no sense."""
    cases: Any = timed(readable(user, department))
    said_about = None
    if by is not None and value:
        says = by == By.OFFICER and measure in measures.SAID
        wanted = dimensions.chosen(by, value, said=says)
        if wanted is None:
            return cases.none()  # type: ignore[no-any-return]
        said_about = wanted if says else None
        cases = cases.annotate(key=dimensions.keys(by)[0]).filter(Q() if says else wanted)
    found: Cases = cases.filter(measures.condition(measure, period, said_about=said_about))
    return found.order_by("-pk")


def _by_step(cases: Cases, field: str, period: Period, starts: list[datetime.date]) -> Counter[datetime.date]:
    days = cases.filter(measures.within(field, period)).annotate(day=TruncDate(field))
    found: Counter[datetime.date] = Counter()
    for day, count in days.order_by().values_list("day").annotate(Count("pk")):
        found[starts[bisect.bisect_right(starts, day) - 1]] += count
    return found
