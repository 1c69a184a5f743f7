"""What an event says of time: how a due date moved, and how long a pause was."""

from django import template

from cases.deadlines import due_date_changes
from cases.deadlines.due_date_changes import Move
from cases.models import CaseEvent

register = template.Library()


@register.filter
def moved(event: CaseEvent) -> Move | None:
    """Both due dates of an event that moved one; None for any other."""
    return due_date_changes.read(event.reference)


@register.filter
def paused_days(pauses: dict[int, int], event: CaseEvent) -> int | None:
    """The working days of the pause that this event ended; None for any other."""
    return pauses.get(event.pk)
