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
    Kind.HANDED_BACK,
    Kind.OFFICER_LEFT,
    Kind.ASKED,
    Kind.ANSWERED,
    Kind.RESOLVED,
    Kind.REJECTED,
    Kind.WITHDRAWN,
)


@receiver(recorded, dispatch_uid="workflows.follow")
def follow(event: CaseEvent, **kwargs: Any) -> None:
    """Start, mark or advance the process of the event's case; other events move nothing."""
    if event.kind in BEGINS:
        engine.begin(event.case)
    elif event.kind == Kind.STARTED:
        engine.mark_started(event.case)
    elif event.kind in MOVES:
        engine.advance(event.case, by=event.by)
