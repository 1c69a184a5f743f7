"""Noting that the table of holidays has changed, however it was changed."""

import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.utils import timezone

from cases.deadlines.work_calendar import WorkCalendar
from cases.lib.request_cache import forget
from cases.models import CalendarChange, Case, Holiday

SATURDAY = 5


@receiver(post_save, sender=Holiday, dispatch_uid="cases.note_holiday")
@receiver(post_delete, sender=Holiday, dispatch_uid="cases.note_holiday_gone")
def note_soon(raw: bool = False, **kwargs: Any) -> None:
    """A holiday was stored or removed singly; what is written in bulk is noted by the job."""
    if not raw:
        note()


@transaction.atomic
def note(*, now: datetime.datetime | None = None) -> int:
    """Store each weekday whose place in the calendar is another one than was noted last; return how many.
    Without open cases there is nothing to count anew, and the change is settled at once."""
    now = now or timezone.now()
    forget()
    with connection.cursor() as cursor:
        # Two who note at once would note twice.
        cursor.execute("LOCK TABLE cases_calendarchange IN SHARE ROW EXCLUSIVE MODE")
    closed = {day for day in WorkCalendar.load().holidays if day.weekday() < SATURDAY}
    last = CalendarChange.objects.order_by("day", "-pk").distinct("day")
    known = {day for day, was_closed in last.values_list("day", "closed") if was_closed}
    settled = None if Case.objects.open().exists() else now
    changes = [
        CalendarChange(day=day, closed=day in closed, noted_at=now, settled_at=settled)
        for day in sorted(closed ^ known)
    ]
    CalendarChange.objects.bulk_create(changes)
    return len(changes)
