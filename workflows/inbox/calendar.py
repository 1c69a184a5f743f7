"""The list as a calendar: how many open cases are due on each day of a month."""

import calendar
import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils import timezone

from cases.db.planning import planned_anew
from cases.deadlines.work_calendar import WorkCalendar
from cases.models import Status, User
from workflows.inbox import queries

MONTH = re.compile(r"([0-9]{4})-([0-9]{2})", re.ASCII)
YEARS = range(1950, 2200)


@dataclass(frozen=True)
class Day:
    """A day of the calendar: how many cases are due, how many of them wait for their citizens; whether the
    office is closed, whether it is of another month, and whether open work on it is late."""

    date: datetime.date
    due: int
    waiting: int
    is_off: bool
    is_outside: bool
    is_past: bool

    @property
    def late(self) -> bool:
        """Whether somebody should have done with one of its cases before today."""
        return self.is_past and self.due > self.waiting


@dataclass(frozen=True)
class Month:
    """The weeks of a month, from Monday on, in full."""

    first: datetime.date
    weeks: list[list[Day]]

    @property
    def busiest(self) -> int:
        """The most cases that are due on one day."""
        return max((day.due for day in self._days), default=0)

    @property
    def due(self) -> int:
        """How many cases are due in this month."""
        return sum(day.due for day in self._days if not day.is_outside)

    @property
    def before(self) -> datetime.date:
        """The first of the month before."""
        return (self.first - datetime.timedelta(days=1)).replace(day=1)

    @property
    def after(self) -> datetime.date:
        """The first of the next month."""
        return (self.first + datetime.timedelta(days=31)).replace(day=1)

    @property
    def _days(self) -> Iterator[Day]:
        return (day for week in self.weeks for day in week)


def asked_month(text: str, today: datetime.date) -> datetime.date:
    """Return the first of a month that is written as 2026-12; of this one, where the text is no month."""
    found = MONTH.fullmatch(text)
    year, month = (int(found[1]), int(found[2])) if found else (0, 0)
    return datetime.date(year, month, 1) if year in YEARS and 1 <= month <= 12 else today.replace(day=1)


@planned_anew()
def month(user: User, wanted: queries.InboxQuery, first: datetime.date) -> Month:
    """Return the month with what is due of the cases that are asked for; one statement."""
    weeks = calendar.Calendar().monthdatescalendar(first.year, first.month)
    cases = queries.matching_cases(user, wanted).filter(due_on__range=(weeks[0][0], weeks[-1][-1]))
    if not wanted.status or wanted.status == queries.EVERY:
        cases = cases.open()
    waiting = Count("pk", filter=Q(status=Status.WAITING))
    rows = cases.order_by().values_list("due_on").annotate(due=Count("pk"), waiting=waiting)
    counts = {day: (due, waits) for day, due, waits in rows}
    office, today = WorkCalendar.load(), timezone.localdate()
    return Month(
        first,
        [
            [
                Day(
                    day,
                    *counts.get(day, (0, 0)),
                    not office.is_working(day),
                    day.month != first.month,
                    day < today,
                )
                for day in week
            ]
            for week in weeks
        ],
    )
