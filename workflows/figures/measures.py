"""What is measured: each number is a condition on cases, so that the number and its list cannot disagree."""

import datetime
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import Avg, Count, Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models import ALONE, OPEN, Feedback
from cases.statistics.public import ACTIVE, Percentile, midnight
from workflows.figures.periods import DAY, Period

STILL_THERE = Q(verdict=Feedback.Verdict.STILL_THERE)
RATED = Q(rating__isnull=False)


class Measure(StrEnum):
    """A number that has a list of cases behind it."""

    OPEN = "open"
    LATE = "late"
    RECEIVED = "received"
    DONE = "done"
    PUNCTUAL = "punctual"
    RATED = "rated"
    REOPENED = "reopened"


LABELS = {
    Measure.OPEN: _("Open now"),
    Measure.LATE: _("Late now"),
    Measure.RECEIVED: _("Received"),
    Measure.DONE: _("Done"),
    Measure.PUNCTUAL: _("Done on time"),
    Measure.RATED: _("Rated"),
    Measure.REOPENED: _("Still not fixed"),
}
SAID = {Measure.RATED: RATED, Measure.REOPENED: STILL_THERE}


@dataclass(frozen=True)
class Row:
    """The numbers of a time and of some cases; times in calendar days from receipt to result."""

    open: int = 0
    late: int = 0
    received: int = 0
    done: int = 0
    punctual: int = 0
    middle: datetime.timedelta | None = None
    slow: datetime.timedelta | None = None
    rated: int = 0
    stars: float | None = None
    reopened: int = 0

    @property
    def share(self) -> int | None:
        """Percent done by the due date, of what was done; None where nothing was."""
        return round(100 * self.punctual / self.done) if self.done else None

    @property
    def median(self) -> float | None:
        """Half of what was done took no longer than so many days."""
        return _days(self.middle)

    @property
    def ninety(self) -> float | None:
        """9 of 10 took no longer than so many days."""
        return _days(self.slow)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell."""
        return not (self.open or self.late or self.received or self.done or self.rated or self.reopened)


def within(field: str, period: Period) -> Q:
    """A point in time that lies in the period."""
    start, end = midnight(period.since), midnight(period.until + DAY)
    return Q(**{f"{field}__gte": start, f"{field}__lt": end})


def condition(measure: Measure, period: Period, *, said_about: Q | None = None) -> Any:
    """The cases behind a number, of `statistics.timed` cases. `said_about` narrows the verdicts of citizens
    by the result that they speak of."""
    if measure in SAID:
        said = Feedback.objects.filter(SAID[measure], within("at", period), said_about or Q())
        return Exists(said.filter(case=OuterRef("pk")))
    done = within("resolved_at", period)
    return {
        Measure.OPEN: ALONE & Q(status__in=OPEN),
        Measure.LATE: ACTIVE & Q(due_on__lt=timezone.localdate()),
        Measure.RECEIVED: within("received_at", period),
        Measure.DONE: done,
        Measure.PUNCTUAL: done & Q(done_on__lte=F("due_on")),
    }[measure]


def of_cases(period: Period, *, prefix: str = "") -> dict[str, Any]:
    """The aggregates of `timed` cases, named as in Row."""
    counted = (Measure.OPEN, Measure.LATE, Measure.RECEIVED, Measure.DONE, Measure.PUNCTUAL)
    sums: dict[str, Any] = {one: Count("pk", filter=condition(one, period)) for one in counted}
    done = within("resolved_at", period)
    sums["middle"] = Percentile("spent", fraction=0.5, filter=done)
    sums["slow"] = Percentile("spent", fraction=0.9, filter=done)
    return {f"{prefix}{name}": one for name, one in sums.items()}


def of_feedback(period: Period, *, prefix: str = "") -> dict[str, Any]:
    """The aggregates of feedback, named as in Row."""
    now = within("at", period)
    return {
        f"{prefix}rated": Count("case", filter=now & RATED, distinct=True),
        f"{prefix}stars": Avg("rating", filter=now),
        f"{prefix}reopened": Count("case", filter=now & STILL_THERE, distinct=True),
    }


def concerned(*periods: Period) -> Q:
    """The cases that any number of these periods can speak of."""
    found = Q(status__in=OPEN)
    for period in periods:
        found |= within("received_at", period) | within("resolved_at", period)
    return found


def _days(spent: datetime.timedelta | None) -> float | None:
    return None if spent is None else spent / DAY
