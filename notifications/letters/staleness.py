"""Letters that are no longer true when their turn comes: a reminder of a deadline that has moved, or news of
letters that wait no more."""

from cases.events import Kind
from cases.models import RUNNING, Case, CaseEvent, Status
from cases.models.case.event_content import DelayPeriod, Reminder
from notifications.models import Notice, State


def stays_true(notice: Notice) -> bool:
    """Return False: a letter that tells of what happened is never stale."""
    return False


def nothing_waits(notice: Notice) -> bool:
    """Return whether no letter waits any more until the address is confirmed."""
    return not Notice.objects.mails_to(notice.address).filter(state=State.HELD).exists()


def reminder_ended(notice: Notice) -> bool:
    """Return whether a reminder must not go out any more: its case has ended or waits for the citizen, or is
    not as the reminder says."""
    if notice.event is None:
        return False
    event: CaseEvent = notice.event
    case: Case = event.case
    if event.kind == Kind.REOPEN_DUE:
        return not isinstance(event.content, Reminder) or event.content.date != case.look_again_by
    if case.status not in RUNNING:
        return True
    return not _still_so(event, case)


def party_reminder_ended(notice: Notice) -> bool:
    """Return whether the step of an outside party that a reminder speaks of has ended."""
    subtask = notice.event.subtask if notice.event else None
    return subtask is not None and not subtask.is_open


def _still_so(event: CaseEvent, case: Case) -> bool:
    if event.kind == Kind.UNASSIGNED:
        return case.officer_id is None
    if event.kind == Kind.REPLY_LATE:
        return bool(case.status == Status.RECEIVED)
    return isinstance(event.content, (Reminder, DelayPeriod)) and event.content.date == case.due_on
