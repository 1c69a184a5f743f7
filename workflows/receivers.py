"""The flow follows the case: every event that says who is next moves it, in the same transaction."""

from typing import Any

from django.dispatch import receiver

from cases.models import CaseEvent
from cases.signals import recorded
from workflows import engine

Kind = CaseEvent.Kind
BEGINS = (Kind.SUBMITTED, Kind.REOPENED)
ADVANCING_EVENTS = (
    Kind.ASSIGNED,
    Kind.TRANSFERRED,
    Kind.SENT_BACK,
    Kind.TO_CLERK,
    Kind.PLACED,
    Kind.HANDED_BACK,
    Kind.OFFICER_LEFT,
    Kind.ASKED,
    Kind.ANSWERED,
    Kind.PROPOSED,
    Kind.PROPOSAL_RETURNED,
    Kind.PROPOSAL_WITHDRAWN,
    Kind.RESOLVED,
    Kind.REJECTED,
    Kind.WITHDRAWN,
    Kind.DUPLICATE,
    Kind.SEPARATED,
)
ADVANCING_SUBTASK_EVENTS = (
    Kind.SUBTASK_ASSIGNED,
    Kind.SUBTASK_DONE,
    Kind.SUBTASK_REFUSED,
    Kind.SUBTASK_CANCELLED,
    Kind.SUBTASK_LEFT,
)


@receiver(recorded, dispatch_uid="workflows.advance_flow")
def advance_flow(event: CaseEvent, **kwargs: Any) -> None:
    """Start, mark or advance the process of the event's case; other events move nothing."""
    if event.kind in BEGINS:
        engine.begin(event.case)
    elif event.kind == Kind.STARTED:
        engine.mark_started(event.case)
    elif event.kind == Kind.PROPOSAL_APPROVED:
        # The result that follows at once is the officer's; the task that it finishes was the head's.
        engine.take(event.case, by=event.by)
    elif event.kind in ADVANCING_EVENTS:
        engine.advance(event.case, by=event.by)


@receiver(recorded, dispatch_uid="workflows.advance_subtask_flow")
def advance_subtask_flow(event: CaseEvent, **kwargs: Any) -> None:
    """Start or advance the process of the subtask that the event is about."""
    if event.subtask is None:
        return
    if event.kind == Kind.SUBTASK_ASKED:
        engine.begin_subtask(event.subtask)
    elif event.kind in ADVANCING_SUBTASK_EVENTS:
        engine.advance(event.subtask, by=event.by)
