"""Letters that are no longer true when their turn comes: a reminder of a deadline that has moved, or news of
letters that wait no more."""

from cases.actions import reminders
from cases.actions.extension import RUNNING
from cases.events import Kind
from cases.models import Case, CaseEvent, Status
from notifications.letters import unconfirmed
from notifications.models import Letter, Notice, Priority, priority_of

# What the morning letter says too.
REMINDERS = frozenset({Letter.DUE_SOON, Letter.LATE, Letter.UNASSIGNED, Letter.REPLY_LATE})
REMINDING = frozenset({*reminders.KINDS.values(), Kind.DELAY_DUE})


def is_moot(notice: Notice) -> bool:
    """Whether a reminder must not go out any more: its case has ended or waits for the citizen, or is not as
    the reminder says; or whether no letters wait any more. Others tell of what happened, and stay true."""
    if notice.kind == Letter.LETTERS_WAIT:
        return not unconfirmed.waiting(notice.address)
    # Most letters are no reminders, which their kind says without a look at the event.
    if priority_of(notice.kind) != Priority.BULK:
        return False
    if notice.event is None or notice.event.kind not in REMINDING:
        return False
    event: CaseEvent = notice.event
    case: Case = event.case
    if case.status not in RUNNING:
        return True
    return not _still_so(event, case)


def _still_so(event: CaseEvent, case: Case) -> bool:
    if event.kind == Kind.UNASSIGNED:
        return case.officer_id is None
    if event.kind == Kind.REPLY_LATE:
        return bool(case.status == Status.RECEIVED)
    return case.due_on.isoformat() in event.reference.split(":")
