"""Counting due dates anew when a day off was added or removed after they were counted.

A day that becomes closed within the days counted gives one working day back; one that is open again takes it
back, so that adding and removing a day is as if nothing had happened. A date that a head has set by hand
moves only when it falls on the closed day itself.
"""

import datetime
from collections.abc import Iterator
from dataclasses import replace

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from cases.actions.step import lock_for_step
from cases.actions.undo import UNDOING, without_undone
from cases.deadlines.work_calendar import DAY, WorkCalendar
from cases.events import Kind
from cases.models import RUNNING, CalendarChange, Case, CaseEvent, Status
from cases.models.case.event_content import DueDateFromArrival, Recalculation, RequestTypeCorrected

# Events that set the due date.
SET_BY = (
    Kind.SUBMITTED,
    Kind.ANSWERED,
    Kind.REOPENED,
    Kind.EXTENDED,
    Kind.TYPE_CORRECTED,
    Kind.TIME_CORRECTED,
    Kind.IMPORTED,
)
FROM_RECEIPT = (Kind.SUBMITTED, Kind.TYPE_CORRECTED)


def pending() -> Iterator[tuple[CalendarChange, WorkCalendar]]:
    """The changes that are not settled, in their order, each with the calendar as it was right after it."""
    changes = list(CalendarChange.objects.filter(settled_at=None).order_by("pk"))
    days = WorkCalendar.load()
    for place, change in enumerate(changes):
        holidays = set(days.holidays)
        for later in reversed(changes[place + 1 :]):
            (holidays.discard if later.closed else holidays.add)(later.day)
        yield change, replace(days, holidays=frozenset(holidays))


def candidates(change: CalendarChange) -> QuerySet[Case]:
    """The running cases whose days may contain the changed one; `recount` judges each."""
    midnight = timezone.make_aware(datetime.datetime.combine(change.day, datetime.time.min))
    running: QuerySet[Case] = Case.objects.filter(status__in=RUNNING, due_on__gte=change.day)
    return running.filter(counted_from__lt=midnight)


@transaction.atomic
def recount(
    case: Case, change: CalendarChange, *, calendar: WorkCalendar, now: datetime.datetime | None = None
) -> Case | None:
    """Move the case's due date, and that of its first reply, by the changed day; None where it stays. The
    citizen sees it on the page and gets no letter."""
    case, step = lock_for_step(case, now)
    start = _counted_since(case, change)
    done = case.events.filter(kind=Kind.RECOUNTED, data__change=change.pk)
    if case.status not in RUNNING or start is None or done.exists():
        return None
    today = step.today
    to = _moved(case.due_on, start, change, calendar, today=today)
    if to == case.due_on:
        return None
    if case.status == Status.RECEIVED and case.first_reply_due_on:
        case.first_reply_due_on = _moved(case.first_reply_due_on, start, change, calendar, today=today)
    content = Recalculation(case.due_on, to, change.pk)
    case.due_on = to
    return step.commit(Kind.RECOUNTED, content=content)


@transaction.atomic
def settle(change: CalendarChange, *, now: datetime.datetime) -> None:
    """Every due date is counted with this change."""
    change.settled_at = now
    change.save(update_fields=["settled_at"])


def is_counted_from_receipt(case: Case) -> bool:
    """Whether the due date is what the request type's target makes of the receipt, and nobody has set it, or
    the work begun again, since."""
    return _set_by(case).kind in FROM_RECEIPT


def _set_by(case: Case) -> CaseEvent:
    """The last event that has set the due date."""
    events = without_undone(case.events.filter(kind__in=[*SET_BY, *UNDOING]).order_by("-at", "-pk"))
    return next(one for one in events if not _left_due_date(one))


def _left_due_date(event: CaseEvent) -> bool:
    content = event.content
    return isinstance(content, RequestTypeCorrected) and content.was_due == content.to_due


def _counted_since(case: Case, change: CalendarChange) -> datetime.date | None:
    """The day from which the due date was counted; None where it was counted with the change already."""
    base = _set_by(case)
    if base.at >= change.noted_at:
        return None
    if base.kind in FROM_RECEIPT:
        return timezone.localdate(case.counted_from)
    if base.kind == Kind.EXTENDED:
        return case.due_on - DAY if change.closed else None
    content = base.content
    return content.since if isinstance(content, DueDateFromArrival) else timezone.localdate(base.at)


def _moved(
    date: datetime.date,
    start: datetime.date,
    change: CalendarChange,
    calendar: WorkCalendar,
    *,
    today: datetime.date,
) -> datetime.date:
    """The date by the calendar after the change; a day taken back makes no case late."""
    if not start < change.day <= date:
        return date
    moved = calendar.shift(date, 1 if change.closed else -1)
    return date if moved < today and not change.closed else moved
