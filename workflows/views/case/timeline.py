"""The history of a case as its page tells it to one reader."""

from dataclasses import dataclass

from cases.actions import reminders
from cases.models import Attachment, CaseEvent, EscalationRule
from cases.models.case.event_content import DueDateChange

Kind = CaseEvent.Kind
TO_DEPARTMENT = (Kind.TRANSFERRED, Kind.TAKEN_OVER, Kind.SENT_BACK, Kind.PLACED)


@dataclass(frozen=True)
class TimelineRow:
    """An event in the history. `reads_person` says whether the reader may know who the citizen is;
    `paused_days` are the working days of the pause that the event ended."""

    event: CaseEvent
    reads_person: bool
    paused_days: int | None = None

    @property
    def is_internal(self) -> bool:
        """Whether it is a note among the staff."""
        return self.event.kind == Kind.NOTED

    @property
    def names(self) -> str:
        """Return the officer or the department that the event names; empty where it names none."""
        if self.event.kind == Kind.ASSIGNED and self.event.officer:
            return str(self.event.officer)
        if self.event.kind in TO_DEPARTMENT:
            return self.event.department.name
        return self.event.subtask.department.name if self.event.subtask else ""

    @property
    def reminds(self) -> str:
        """Return whom a reminder is for, in words; empty for any other event."""
        to = reminders.audience_of(self.event)
        return str(EscalationRule.To(to).label) if to else ""

    @property
    def move(self) -> DueDateChange | None:
        """Return both due dates where the event moved one; None for any other event."""
        return self.event.content if isinstance(self.event.content, DueDateChange) else None

    @property
    def words(self) -> str:
        """Return what the staff wrote, as far as this reader may know it."""
        readable = self.reads_person or not self.event.is_about_person
        return self.event.staff_message if readable else ""

    @property
    def photos(self) -> list[Attachment]:
        """Return its photos; those that came with the request stand beside the citizen's own words."""
        return [] if self.event.kind == Kind.SUBMITTED else list(self.event.attachments.all())
