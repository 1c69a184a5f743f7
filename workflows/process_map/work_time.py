"""Working time between two moments at the same cost however far they lie apart."""

import bisect
import datetime
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils import timezone

from cases.deadlines.work_calendar import WorkCalendar

TENTHS = 10


@dataclass(frozen=True)
class WorkTime:
    """The working time of a calendar, as `WorkCalendar.working_time` counts it."""

    calendar: WorkCalendar

    def between(self, start: datetime.datetime, end: datetime.datetime) -> datetime.timedelta:
        """The time within office hours between two moments; negative where `end` is earlier."""
        return self.until(end) - self.until(start)

    def tenths(self, start: datetime.datetime, end: datetime.datetime) -> int:
        """The same in tenths of a working day, to the nearest one."""
        return self.in_tenths(self.between(start, end))

    def in_tenths(self, spent: datetime.timedelta) -> int:
        """Working time in tenths of a working day, to the nearest one."""
        return round(TENTHS * spent / self._day)

    def until(self, moment: datetime.datetime) -> datetime.timedelta:
        """The working time from the first day of the calendar to a moment."""
        local = self.local(moment)
        day = local.date()
        passed = self._working_days_before(day.toordinal()) * self._day
        if not self.calendar.is_working(day):
            return passed
        today = _since_midnight(local.time()) - _since_midnight(self.calendar.opens)
        return passed + min(max(today, datetime.timedelta()), self._day)

    def _working_days_before(self, day: int) -> int:
        weeks, rest = divmod(day - 1, 7)
        return 5 * weeks + min(rest, 5) - bisect.bisect_left(self._days_off, day)

    def local(self, moment: datetime.datetime) -> datetime.datetime:
        """The moment in the city's time, at less cost than `timezone.localtime`."""
        return moment.astimezone(self._zone)

    @cached_property
    def _zone(self) -> datetime.tzinfo:
        return timezone.get_default_timezone()

    @cached_property
    def _day(self) -> datetime.timedelta:
        """A whole working day."""
        return _since_midnight(self.calendar.closes) - _since_midnight(self.calendar.opens)

    @cached_property
    def _days_off(self) -> list[int]:
        """The holidays that are no Saturday and no Sunday; the first day of all was a Monday."""
        return sorted(day.toordinal() for day in self.calendar.holidays if day.weekday() < 5)


def described(calendar: WorkCalendar) -> dict[str, Any]:
    """The calendar as JSON, to see later what has changed."""
    days = sorted(day.isoformat() for day in calendar.holidays)
    return {"opens": str(calendar.opens), "closes": str(calendar.closes), "holidays": days}


def changed_since(before: dict[str, Any], calendar: WorkCalendar) -> datetime.date | None:
    """The first day whose working time is another one than it was; None where none is."""
    now = described(calendar)
    if before == now:
        return None
    if (before.get("opens"), before.get("closes")) != (now["opens"], now["closes"]):
        return datetime.date.min
    changed = {*before["holidays"]} ^ {*now["holidays"]}
    return min(datetime.date.fromisoformat(day) for day in changed)


def _since_midnight(time: datetime.time) -> datetime.timedelta:
    return datetime.timedelta(
        hours=time.hour, minutes=time.minute, seconds=time.second, microseconds=time.microsecond
    )
