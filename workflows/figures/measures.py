"""What is measured: each number is a condition on cases, so that the number and its list cannot disagree."""

import datetime
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import Avg, Count, DurationField, Exists, ExpressionWrapper, F, OuterRef, Q
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models import ALONE, OPEN, CaseEvent, Feedback, Status
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
    replied: int = 0
    prompt: int = 0
    reply: datetime.timedelta | None = None

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
    def reply_share(self) -> int | None:
        """Percent of the first replies that came by their date; None where there was none."""
        return round(100 * self.prompt / self.replied) if self.replied else None

    @property
    def reply_days(self) -> float | None:
        """Half of the first replies came within so many days."""
        return _days(self.reply)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell."""
        told = (self.open, self.late, self.received, self.done, self.rated, self.reopened, self.replied)
        return not any(told)


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


def of_replies(period: Period, *, prefix: str = "") -> dict[str, Any]:
    """The aggregates of `first_replies`, named as in Row."""
    now = Q(replied_on__range=(period.since, period.until))
    return {
        f"{prefix}replied": Count("pk", filter=now),
        f"{prefix}prompt": Count("pk", filter=now & Q(replied_on__lte=F("case__first_reply_due_on"))),
        f"{prefix}reply": Percentile("spent", fraction=0.5, filter=now),
    }


def first_replies(cases: Any, *periods: Period) -> Any:
    """The events by which these cases had their first reply in one of the periods, with the day
    (`replied_on`) and the days since receipt (`spent`): see `cases.deadlines.first_reply`."""
    within_any = Q()
    for period in periods:
        within_any |= within("at", period)
    left = CaseEvent.objects.filter(from_status=Status.RECEIVED).exclude(to_status=Status.RECEIVED)
    earlier = left.filter(case=OuterRef("case")).filter(
        Q(at__lt=OuterRef("at")) | Q(at=OuterRef("at"), pk__lt=OuterRef("pk"))
    )
    given = left.exclude(to_status=Status.WITHDRAWN).filter(
        within_any, ~Exists(earlier), case__in=cases, case__first_reply_due_on__isnull=False
    )
    days = given.annotate(replied_on=TruncDate("at"), received_on=TruncDate("case__received_at"))
    between = ExpressionWrapper(F("replied_on") - F("received_on"), output_field=DurationField())
    return days.annotate(spent=between).order_by()


def concerned(*periods: Period) -> Q:
    """The cases that any number of these periods can speak of."""
    found = Q(status__in=OPEN)
    for period in periods:
        found |= within("received_at", period) | within("resolved_at", period)
    return found


def _days(spent: datetime.timedelta | None) -> float | None:
    return None if spent is None else spent / DAY
