"""What an event says of time: how a due date moved, and how long a pause was."""

from django import template

from cases.models import CaseEvent
from cases.models.case.event_content import DueDateChange

register = template.Library()


@register.filter
def moved(event: CaseEvent) -> DueDateChange | None:
    """Both due dates of an event that moved one; None for any other."""
    return event.content if isinstance(event.content, DueDateChange) else None


@register.filter
def paused_days(pauses: dict[int, int], event: CaseEvent) -> int | None:
    """The working days of the pause that this event ended; None for any other."""
    return pauses.get(event.pk)
