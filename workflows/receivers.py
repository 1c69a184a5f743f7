"""The flow follows the case: every event that says who is next moves it, in the same transaction."""

from typing import Any

from django.dispatch import receiver

from cases.models import CaseEvent
from cases.signals import recorded
from workflows import engine

Kind = CaseEvent.Kind
OPENING = (Kind.SUBTASK_ASKED, Kind.OUTSIDE_ASKED, Kind.STEP_OPENED)


@receiver(recorded, dispatch_uid="workflows.advance_flow")
def advance_flow(event: CaseEvent, **kwargs: Any) -> None:
    """Start, mark or advance the process of the subtask that the event is about, or else of its case; other
    events move nothing."""
    if event.kind in (Kind.SUBMITTED, Kind.REOPENED):
        engine.begin(event.case)
    elif event.kind in OPENING and event.subtask:
        engine.begin_subtask(event.subtask)
    elif event.kind == Kind.STARTED:
        engine.mark_started(event.case)
    elif event.kind == Kind.PROPOSAL_APPROVED:
        # The result that follows at once is the officer's; the task that it finishes was the head's.
        engine.take(event.case, by=event.by)
    elif event.kind in CaseEvent.ADVANCING_SUBTASK:
        _advance_subtask(event)
    elif event.kind in CaseEvent.ADVANCING:
        engine.advance(event.case, by=event.by)


def _advance_subtask(event: CaseEvent) -> None:
    """One that was skipped before it was opened, or after it was refused, has no open task."""
    subtask = event.subtask
    if subtask is None or (event.kind == Kind.STEP_SKIPPED and not engine.has_open_task(subtask)):
        return
    engine.advance(subtask, by=event.by)
