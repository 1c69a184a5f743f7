"""When things happen in the demo: offices keep their hours, citizens write in the evening too."""

import datetime
import random

from django.utils import timezone

from cases.deadlines.work_calendar import DAY, WorkCalendar

DAYS = 120


class Clock:
    """Draws moments between DAYS ago and `now`."""

    def __init__(self, rng: random.Random, now: datetime.datetime) -> None:
        self.rng, self.now, self.calendar = rng, now, WorkCalendar.load()

    def filings(self, count: int) -> list[datetime.datetime]:
        """So many moments at which citizens file, in their order: fewer at weekends, more of late."""
        found: list[datetime.datetime] = []
        while len(found) < count - 1:
            moment = self._filing()
            if moment < self.now - datetime.timedelta(minutes=40):
                found.append(moment)
        return [*sorted(found), self.now - datetime.timedelta(minutes=self.rng.randint(10, 35))]

    def office(self, after: datetime.datetime, working_days: float) -> datetime.datetime:
        """A moment in office hours about so many working days later."""
        day = self.calendar.shift(timezone.localdate(after), int(working_days))
        if day == timezone.localdate(after):
            return self._opened(after + datetime.timedelta(minutes=self.rng.randint(15, 200)))
        opening = self.calendar.counted_from(self.at(day, datetime.time(0, 1)))
        return opening + datetime.timedelta(minutes=self.rng.randint(2, 470))

    def citizen(self, after: datetime.datetime, days: float) -> datetime.datetime:
        """A moment by day or in the evening about so many days later."""
        moment = timezone.localtime(after + datetime.timedelta(days=days))
        if 7 <= moment.hour < 22:
            return moment
        return self.at(moment.date() + DAY, datetime.time(self.rng.randint(7, 20), self.rng.randint(0, 59)))

    def in_office_hours(self, moment: datetime.datetime) -> bool:
        """Whether the counter is open."""
        return self.calendar.counted_from(moment) == moment

    def at(self, day: datetime.date, time: datetime.time) -> datetime.datetime:
        """A local time of a day."""
        return timezone.make_aware(datetime.datetime.combine(day, time))

    def _opened(self, moment: datetime.datetime) -> datetime.datetime:
        opened = self.calendar.counted_from(moment)
        return moment if opened == moment else opened + datetime.timedelta(minutes=self.rng.randint(2, 120))

    def _filing(self) -> datetime.datetime:
        ago = self.rng.random() * DAYS if self.rng.random() < 0.9 else self.rng.random() * 5
        day = timezone.localdate(self.now - datetime.timedelta(days=ago))
        if day.weekday() >= 5 and self.rng.random() < 0.5:
            day -= 2 * DAY
        minutes = int(self.rng.triangular(6.5, 22.5, self.rng.choice((9, 12, 19))) * 60)
        return self.at(day, datetime.time(minutes // 60, minutes % 60, self.rng.randint(0, 59)))
