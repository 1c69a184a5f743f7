"""Working days, office hours and working time in the municipality's time zone."""

import datetime
from dataclasses import dataclass
from typing import Self

from django.utils import timezone

from cases.lib.setup_cache import shared
from cases.models import Holiday, Municipality

DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class WorkCalendar:
    """Monday to Friday without the holidays; the office is open from `opens` to `closes`, and gives a first
    reply within `reply_days` working days."""

    holidays: frozenset[datetime.date]
    opens: datetime.time = datetime.time(8, 30)
    closes: datetime.time = datetime.time(16, 30)
    reply_days: int = 5

    @classmethod
    def load(cls) -> Self:
        """The calendar as the tables have it now, without proposed holidays."""
        return shared("work calendar", cls._read)

    @classmethod
    def _read(cls) -> Self:
        office, confirmed = Municipality.current(), Holiday.objects.filter(confirmed=True)
        days = frozenset(confirmed.values_list("day", flat=True))
        return cls(days, _as_time(office.opens), _as_time(office.closes), office.first_reply_days)

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

    def first_reply_due(self, moment: datetime.datetime, working_days: int) -> datetime.date:
        """By when a case received at `moment`, due in so many working days, gets a first reply."""
        return self.due(moment, min(self.reply_days, working_days))

    def passed(self, today: datetime.date, working_days: int) -> datetime.date:
        """The last day since which so many working days have passed by `today`."""
        day = today
        for _ in range(working_days):
            while not self.is_working(day):
                day -= DAY
            day -= DAY
        return day

    def last_closing(self, day: datetime.date) -> datetime.datetime:
        """The last time up to the end of this day at which the office closed; what comes later counts from
        the next opening."""
        return self._at(day if self.is_working(day) else self.shift(day, -1), self.closes)

    def has_opened(self, moment: datetime.datetime) -> bool:
        """Whether this is a working day, and the office has opened."""
        local = timezone.localtime(moment)
        return self.is_working(local.date()) and local.time() >= self.opens

    def working_time(self, start: datetime.datetime, end: datetime.datetime) -> datetime.timedelta:
        """The time within office hours between two moments; negative where `end` is earlier."""
        if end < start:
            return -self.working_time(end, start)
        first, last = timezone.localdate(start), timezone.localdate(end)
        days = (first + DAY * n for n in range((last - first).days + 1))
        spans = (self._open_within(day, start, end) for day in days if self.is_working(day))
        return sum(spans, datetime.timedelta())

    def _open_within(
        self, day: datetime.date, start: datetime.datetime, end: datetime.datetime
    ) -> datetime.timedelta:
        opened, closed = max(self._opening(day), start), min(self._at(day, self.closes), end)
        return max(closed - opened, datetime.timedelta())

    def _opening(self, day: datetime.date) -> datetime.datetime:
        return self._at(day, self.opens)

    def _at(self, day: datetime.date, time: datetime.time) -> datetime.datetime:
        return timezone.make_aware(datetime.datetime.combine(day, time))


def _as_time(value: datetime.time | str) -> datetime.time:
    return datetime.time.fromisoformat(value) if isinstance(value, str) else value
