"""The first reply: by when a department has to take a new case, or to say that it cannot.

Reached when the case leaves `received`: then the citizen was told. Sending it on without taking it is no
reply, since the citizen hears nothing of that; nor is an assignment that was undone before its letter went.
"""

import datetime
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db.models import Case as Choice
from django.db.models import DateTimeField, F, OuterRef, Q, Subquery, When
from django.utils import timezone

from cases.deadlines.work_calendar import WorkCalendar
from cases.models import Case, CaseEvent, Status


class FirstReply(NamedTuple):
    """By when, whether it was too late, and, once given, when and after how much working time."""

    due_on: datetime.date
    is_late: bool
    given_at: datetime.datetime | None = None
    took: datetime.timedelta | None = None

    @property
    def hours(self) -> int:
        """The working time in whole hours."""
        return int((self.took or datetime.timedelta()).total_seconds() // 3600)


def is_missing(today: datetime.date) -> Q:
    """Cases whose first reply is overdue."""
    return Q(status=Status.RECEIVED, first_reply_due_on__lt=today)


def given_at() -> Any:
    """When the first reply was given, as a column of cases: by their last event that left `received`; None
    before, and where the citizen took the case back instead."""
    left = CaseEvent.objects.filter(case=OuterRef("pk"), from_status=Status.RECEIVED)
    left = left.exclude(to_status=Status.RECEIVED).order_by("-at", "-pk")
    moment = Choice(When(~Q(to_status=Status.WITHDRAWN), then=F("at")))
    last = Subquery(left.annotate(moment=moment).values("moment")[:1])
    return Choice(When(~Q(status=Status.RECEIVED), then=last), output_field=DateTimeField())


def first_reply(
    case: Case, events: Iterable[CaseEvent], *, calendar: WorkCalendar, today: datetime.date
) -> FirstReply | None:
    """How the case's first reply stands; `events` in their order. None for a case without such a deadline,
    and for one that its citizen took back before."""
    if case.first_reply_due_on is None:
        return None
    if case.status == Status.RECEIVED:
        return FirstReply(case.first_reply_due_on, case.first_reply_due_on < today)
    left = [event for event in events if event.from_status == Status.RECEIVED != event.to_status]
    event = left[-1] if left else None
    if event is None or event.to_status == Status.WITHDRAWN:
        return None
    took = calendar.working_time(case.received_at, event.at)
    late = case.first_reply_due_on < timezone.localdate(event.at)
    return FirstReply(case.first_reply_due_on, late, event.at, took)
