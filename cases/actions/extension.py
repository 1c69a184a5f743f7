"""More time: a later due date, with a reason that the citizen reads."""

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.actions import field_changes
from cases.actions.lifecycle import begun, told
from cases.deadlines import due_date_changes
from cases.deadlines.due_date_changes import Move
from cases.deadlines.work_calendar import DAY, WorkCalendar
from cases.errors import Refused
from cases.events import Kind
from cases.models import Case, Status, User
from cases.text.dates import long_date

RUNNING = (Status.RECEIVED, Status.ASSIGNED, Status.IN_PROGRESS)


@transaction.atomic
def extend(
    case: Case, *, to: datetime.date, by: User, reason: str, now: datetime.datetime | None = None
) -> Case:
    """Move the due date to `to` and tell the citizen why. Raises Refused for a case that waits or has ended,
    for a day that `judge` refuses, and without a reason."""
    case, now, before = begun(case, now)
    if case.status not in RUNNING:
        raise Refused(_("Only a case that is being worked on can get more time."))
    if not reason.strip():
        raise Refused(_("Write the reason."))
    judge(case, to, calendar=WorkCalendar.load(), today=timezone.localdate(now))
    reference = moved(case, to)
    field_changes.extended(case, to)
    return told(case, Kind.EXTENDED, by=by, now=now, before=before, message=reason, reference=reference)


def judge(case: Case, to: datetime.date, *, calendar: WorkCalendar, today: datetime.date) -> None:
    """Raises Refused unless `to` is a working day after the due date, not in the past, and no later than
    `latest`."""
    if to <= case.due_on or to < today:
        raise Refused(_("Choose a day after %(due)s.") % {"due": long_date(max(case.due_on, today - DAY))})
    if not calendar.is_working(to):
        raise Refused(_("The office is closed on %(day)s. Choose a working day.") % {"day": long_date(to)})
    last = latest(case, calendar=calendar, today=today)
    if to > last:
        text = _("At most until %(day)s: as much time again as this kind of request has.")
        raise Refused(text % {"day": long_date(last)})


def latest(case: Case, *, calendar: WorkCalendar, today: datetime.date) -> datetime.date:
    """How far one extension can go: the target of the kind once more, from the due date or from today."""
    return calendar.shift(max(case.due_on, today), case.request_type.target_working_days)


def later(case: Case, working_days: int, *, calendar: WorkCalendar, today: datetime.date) -> datetime.date:
    """The day so many working days after the due date; of a late case, after today."""
    return calendar.shift(max(case.due_on, today), working_days)


def moved(case: Case, to: datetime.date) -> str:
    """What the event keeps: which extension this is, and both dates."""
    number = case.events.filter(kind=Kind.EXTENDED).count() + 1
    return due_date_changes.kept(number, Move(case.due_on, to))
