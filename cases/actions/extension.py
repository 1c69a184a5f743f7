"""More time: a later due date, with a reason that the citizen reads."""

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cases.actions import field_changes
from cases.actions.step import lock_for_step
from cases.deadlines.work_calendar import DAY, WorkCalendar
from cases.errors import Refused
from cases.events import Kind
from cases.models import RUNNING, Case, User
from cases.models.case.event_content import DueDateChange
from cases.text.dates import long_date


@transaction.atomic
def extend(
    case: Case, *, to: datetime.date, by: User, reason: str, now: datetime.datetime | None = None
) -> Case:
    """Move the due date to `to` and tell the citizen why. Raises Refused for a case that waits or has ended,
    for a day that `judge` refuses, and without a reason."""
    case, step = lock_for_step(case, now)
    if case.status not in RUNNING:
        raise Refused(_("Only a case that is being worked on can get more time."))
    if not reason.strip():
        raise Refused(_("Write the reason."))
    judge(case, to, calendar=WorkCalendar.load(), today=step.today)
    change = DueDateChange(case.due_on, to)
    field_changes.extended(case, to)
    return step.commit(Kind.EXTENDED, by=by, message=reason, content=change)


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
    """How far one extension can go: the target of the request type once more, from the due date or from
    today."""
    return calendar.shift(max(case.due_on, today), case.request_type.target_working_days)


def later(case: Case, working_days: int, *, calendar: WorkCalendar, today: datetime.date) -> datetime.date:
    """The day so many working days after the due date; of a late case, after today."""
    return calendar.shift(max(case.due_on, today), working_days)
