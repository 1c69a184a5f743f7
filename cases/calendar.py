"""Working days and office hours in the municipality's time zone."""

import datetime
from dataclasses import dataclass
from typing import Self

from django.utils import timezone

from cases.models import Holiday, Municipality

DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class WorkCalendar:
    """Monday to Friday without the holidays; the office is open from `opens` to `closes`."""

    holidays: frozenset[datetime.date]
    opens: datetime.time = datetime.time(8, 30)
    closes: datetime.time = datetime.time(16, 30)

    @classmethod
    def load(cls) -> Self:
        """The calendar as the tables have it now, proposed holidays left out (two statements)."""
        office = Municipality.current()
        days = frozenset(Holiday.objects.filter(confirmed=True).values_list("day", flat=True))
        return cls(days, _as_time(office.opens), _as_time(office.closes))

    def is_working(self, day: datetime.date) -> bool:
        """Whether the office opens on this day."""
        return day.weekday() < 5 and day not in self.holidays

    def shift(self, day: datetime.date, working_days: int) -> datetime.date:
        """The day so many working days later (or earlier, if negative); with 0 the day itself."""
        step = DAY if working_days >= 0 else -DAY
        for _ in range(abs(working_days)):
            day += step
            while not self.is_working(day):
                day += step
        return day

    def between(self, start: datetime.date, end: datetime.date) -> int:
        """Working days after `start` up to and including `end`; negative where `end` is earlier."""
        if end < start:
            return -self.between(end, start)
        days = (start + DAY * n for n in range(1, (end - start).days + 1))
        return sum(1 for day in days if self.is_working(day))

    def counted_from(self, moment: datetime.datetime) -> datetime.datetime:
        """When a case that enters the system at `moment` counts as received by the office: at once in
        office hours, else at the next opening (Electronic Government Procedures Act B.E. 2565, s. 10)."""
        local = timezone.localtime(moment)
        day = local.date()
        if self.is_working(day) and local.time() < self.opens:
            return self._opening(day)
        if self.is_working(day) and local.time() <= self.closes:
            return moment
        return self._opening(self.shift(day, 1))

    def due(self, moment: datetime.datetime, working_days: int) -> datetime.date:
        """The due date of a case received at `moment`: the day of receipt is not counted."""
        return self.shift(timezone.localdate(self.counted_from(moment)), working_days)

    def _opening(self, day: datetime.date) -> datetime.datetime:
        return timezone.make_aware(datetime.datetime.combine(day, self.opens))


def _as_time(value: datetime.time | str) -> datetime.time:
    return datetime.time.fromisoformat(value) if isinstance(value, str) else value
