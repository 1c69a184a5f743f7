"""The flow follows the case: every event that says who is next moves it, in the same transaction."""

from typing import Any

from django.dispatch import receiver

from cases.models import CaseEvent
from cases.signals import recorded
from workflows import engine

Kind = CaseEvent.Kind
BEGINS = (Kind.SUBMITTED, Kind.REOPENED)
MOVES = (
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
PART_MOVES = (
    Kind.PART_ASSIGNED,
    Kind.PART_DONE,
    Kind.PART_REFUSED,
    Kind.PART_CANCELLED,
    Kind.PART_LEFT,
)


@receiver(recorded, dispatch_uid="workflows.follow")
def follow(event: CaseEvent, **kwargs: Any) -> None:
    """Start, mark or advance the process of the event's case; other events move nothing."""
    if event.kind in BEGINS:
        engine.begin(event.case)
    elif event.kind == Kind.STARTED:
        engine.mark_started(event.case)
    elif event.kind == Kind.PROPOSAL_APPROVED:
        # The result that follows at once is the officer's; the task that it finishes was the head's.
        engine.take(event.case, by=event.by)
    elif event.kind in MOVES:
        engine.advance(event.case, by=event.by)


@receiver(recorded, dispatch_uid="workflows.follow_part")
def follow_part(event: CaseEvent, **kwargs: Any) -> None:
    """Start or advance the process of the part that the event is about."""
    if event.part is None:
        return
    if event.kind == Kind.PART_ASKED:
        engine.begin_part(event.part)
    elif event.kind in PART_MOVES:
        engine.advance(event.part, by=event.by)
