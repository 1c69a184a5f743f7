"""A case that came to another department first: its days there do not count for the one that has it now.

The due date is counted anew from the arrival, once for each department that it came to.
"""

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.actions import field_changes
from cases.actions.step import lock_for_step
from cases.actions.undo import UNDOING, without_undone
from cases.deadlines import custody
from cases.deadlines.work_calendar import WorkCalendar
from cases.errors import Refused
from cases.events import Kind
from cases.models import RUNNING, Case, CaseEvent, User
from cases.models.case.event_content import DueDateFromArrival

# What an object remembers of the answer.
KNOWN = "is_later_from_arrival"
# What of a history is asked for: who had the case when, the waits for the citizen, and whether it was done.
READ = (
    *custody.BEGINS,
    *custody.ENDS,
    *UNDOING,
    Kind.TO_CLERK,
    Kind.ASKED,
    Kind.ANSWERED,
    Kind.TIME_CORRECTED,
)


@transaction.atomic
def count_from_arrival(case: Case, *, by: User, reason: str, now: datetime.datetime | None = None) -> Case:
    """Give the department that has the case the whole target of the request type from its arrival there,
    and tell the citizen the new date and why. Raises Refused for a case that waits or has ended, without a
    reason, and where `from_arrival` does."""
    case, step = lock_for_step(case, now)
    if case.status not in RUNNING:
        raise Refused(_("Only a case that is being worked on can get more time."))
    if not reason.strip():
        raise Refused(_("Write the reason."))
    content = from_arrival(case, now=step.now)
    field_changes.extended(case, content.to)
    return step.commit(Kind.TIME_CORRECTED, by=by, message=reason, content=content)


def from_arrival(case: Case, *, now: datetime.datetime | None = None) -> DueDateFromArrival:
    """The due date now and as counted from the arrival: days on which the citizen had to answer since are
    left out as well. One statement. Raises Refused where no other department had the case before, where it
    was counted so already, and where the date would not be a later one."""
    read = case.events.filter(kind__in=READ).select_related("department").order_by("at", "pk")
    events = without_undone(read)
    calendar = WorkCalendar.load()
    periods = custody.since_arrival(case, events, calendar=calendar, now=now or timezone.now())
    if not periods:
        raise Refused(_("No other department had this case before."))
    arrived = periods[0].since
    if any(_is_done(event, case) and event.at >= arrived for event in events):
        raise Refused(_("The days before it came here are left out already."))
    due = calendar.due(arrived, case.request_type.target_working_days)
    to = calendar.shift(due, sum(period.waited for period in periods))
    if to <= case.due_on:
        raise Refused(_("Counted from its arrival here it would not be due later."))
    return DueDateFromArrival(case.due_on, to, timezone.localdate(arrived))


def is_possible(case: Case) -> bool:
    """Whether `from_arrival` has a later date. It is read once for each object, and not at all of a case that
    its page knows to have stayed where it came in (`changed_hands`)."""
    known: bool | None = False if getattr(case, "changed_hands", None) is False else vars(case).get(KNOWN)
    if known is None:
        known = vars(case)[KNOWN] = _has_later_date(case)
    return known


def _has_later_date(case: Case) -> bool:
    try:
        from_arrival(case)
    except Refused:
        return False
    return True


def _is_done(event: CaseEvent, case: Case) -> bool:
    return event.kind == Kind.TIME_CORRECTED and event.department_id == case.department_id
