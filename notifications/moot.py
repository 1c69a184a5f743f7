"""Letters that are no longer true when their turn comes: a reminder of a deadline that has moved."""

from cases.models import Status
from notifications.models import Letter, Notice

REMINDERS = frozenset({Letter.DUE_SOON, Letter.LATE})


def is_moot(notice: Notice) -> bool:
    """Whether a reminder must not go out any more: its case has ended or waits for the citizen, or has
    another due date now. Other letters tell of something that happened, and stay true."""
    if notice.kind not in REMINDERS or notice.event is None:
        return False
    case = notice.event.case
    if not case.is_open or case.status == Status.WAITING:
        return True
    return notice.event.reference != case.due_on.isoformat()
