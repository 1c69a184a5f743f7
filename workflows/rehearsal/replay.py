"""The due date of a case, counted again from what happened to it: the days of the target, the pauses while
the citizen had to answer, the time that a head gave, and each new beginning."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from cases.deadlines.work_calendar import WorkCalendar
from cases.events import Kind

# What sets the due date. A date that holidays have moved is counted by the calendar itself.
COUNTED = (Kind.ASKED, Kind.ANSWERED, Kind.EXTENDED, Kind.TIME_CORRECTED, Kind.REOPENED)


@dataclass(frozen=True)
class Moment:
    """An event that sets the due date; of an extension also the date before it and after it."""

    kind: str
    at: datetime.datetime
    was: datetime.date | None = None
    to: datetime.date | None = None


def due(
    received_at: datetime.datetime,
    moments: Iterable[Moment],
    target: int,
    calendar: WorkCalendar,
    *,
    given: WorkCalendar,
) -> datetime.date:
    """The due date in the end, by this calendar and with so many working days; more time that was given has
    as many working days as it had by the calendar `given`. The same rules as the verbs of a case have."""
    day, left = calendar.due(received_at, target), 0
    for one in moments:
        today = timezone.localdate(one.at)
        if one.kind == Kind.ASKED:
            left = calendar.between(today, day)
        elif one.kind == Kind.ANSWERED:
            day = calendar.shift(today, left)
        elif one.kind == Kind.REOPENED:
            day = calendar.due(one.at, target)
        elif one.was and one.to:
            day = calendar.shift(day, given.between(one.was, one.to))
    return day
