"""A time to look at, and the one before it to compare with."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from cases.statistics.public import months_before

DAY = datetime.timedelta(days=1)
# The fiscal year begins on 1 October (Budget Procedures Act B.E. 2561, s. 4).
FISCAL_MONTH = 10
WEEK, LONGEST_IN_WEEKS = 7, 200


@dataclass(frozen=True)
class Period:
    """From the first day `since` to `until`, both included; and as much of the time before."""

    since: datetime.date
    until: datetime.date
    before_since: datetime.date
    before_until: datetime.date

    @property
    def before(self) -> "Period":
        """The time before, as a period of its own."""
        return between(self.before_since, self.before_until)

    def steps(self) -> Iterator[datetime.date]:
        """The first days of its weeks, counted from its first day; of its months where it is long."""
        if (self.until - self.since).days > LONGEST_IN_WEEKS:
            day = self.since
            while day <= self.until:
                yield day
                day = months_before(day, -1)
        else:
            days = (self.until - self.since).days
            yield from (self.since + DAY * n for n in range(0, days + 1, WEEK))


def between(since: datetime.date, until: datetime.date) -> Period:
    """Any days, against as many just before."""
    span = until - since + DAY
    return Period(since, until, since - span, since - DAY)


def last_days(today: datetime.date, days: int) -> Period:
    """So many days until today."""
    return between(today - DAY * (days - 1), today)


def month(first: datetime.date, today: datetime.date) -> Period:
    """A month; one that still runs until today, against the same days of the month before."""
    before = months_before(first, 1)
    return _running(first, months_before(first, -1) - DAY, before, first - DAY, today)


def fiscal_year(begins: int, today: datetime.date) -> Period:
    """The fiscal year that begins in October of this year; one that still runs against the same part of the
    year before."""
    first, after = _october(begins), _october(begins + 1)
    return _running(first, after - DAY, _october(begins - 1), first - DAY, today)


def fiscal_year_of(day: datetime.date) -> int:
    """In which year the fiscal year of this day began."""
    return day.year if day.month >= FISCAL_MONTH else day.year - 1


def _running(
    since: datetime.date,
    until: datetime.date,
    before_since: datetime.date,
    before_until: datetime.date,
    today: datetime.date,
) -> Period:
    if since <= today < until:
        until = today
        before_until = min(before_until, before_since + (today - since))
    return Period(since, until, before_since, before_until)


def _october(year: int) -> datetime.date:
    return datetime.date(year, FISCAL_MONTH, 1)
