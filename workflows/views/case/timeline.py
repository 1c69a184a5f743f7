"""The history of a case as its page tells it to one reader."""

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from cases.actions import reminders
from cases.models import Attachment, CaseEvent, EscalationRule, StepKind
from cases.models.case.event_content import DueDateChange, PartyDay, StageBegun
from cases.work_plans.document import Plan, PlanStep

Kind = CaseEvent.Kind
# What happens to subtasks, where it is a step of the plan.
OF_STEPS = {
    Kind.SUBTASK_ASKED: _("Step opened"),
    Kind.SUBTASK_ASSIGNED: _("Step given to an officer"),
    Kind.SUBTASK_DONE: _("Step done"),
    Kind.SUBTASK_REFUSED: _("Step refused"),
    Kind.SUBTASK_CANCELLED: _("Step ended, it is not needed any more"),
    Kind.SUBTASK_LEFT: _("Step without an officer"),
    Kind.SUBTASK_LATE: _("Reminder: step late"),
}
TO_DEPARTMENT = (Kind.TRANSFERRED, Kind.TAKEN_OVER, Kind.SENT_BACK, Kind.PLACED)


@dataclass(frozen=True)
class TimelineRow:
    """An event in the history. `reads_person` says whether the reader may know who the citizen is;
    `paused_days` are the working days of the pause that the event ended."""

    event: CaseEvent
    reads_person: bool
    paused_days: int | None = None
    # By which the case is worked on; None where it has none.
    plan: Plan | None = None

    @property
    def is_internal(self) -> bool:
        """Whether it is a note among the staff."""
        return self.event.kind == Kind.NOTED

    @property
    def names(self) -> str:
        """Return the officer, department, stage or step that the event names; empty where it names none."""
        if self.event.kind == Kind.ASSIGNED and self.event.officer:
            return str(self.event.officer)
        if self.event.kind in TO_DEPARTMENT:
            return self.event.department.name
        if isinstance(self.event.content, StageBegun):
            return self.event.content.words
        if planned := self.planned:
            return planned.name
        if self.event.subtask and self.event.subtask.approves_result:
            return ""
        return self.event.subtask.helper if self.event.subtask else ""

    @property
    def planned(self) -> PlanStep | None:
        """Return the step of the plan that the event is about."""
        key = self.event.subtask.step if self.event.subtask else ""
        return self.plan.by_key.get(key) if self.plan else None

    @property
    def label(self) -> str:
        """Return what has happened; of a step of the plan, or an approval, in its own words."""
        is_step = self.planned or (self.event.subtask and self.event.subtask.approves_result)
        if not is_step:
            return str(self.event.get_kind_display())
        if (
            self.event.kind == Kind.SUBTASK_DONE
            and self.event.subtask
            and self.event.subtask.kind == StepKind.APPROVE
        ):
            return str(_("Approved"))
        return str(OF_STEPS.get(Kind(self.event.kind), self.event.get_kind_display()))

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
    def party_day(self) -> datetime.date | None:
        """Return the day that an outside party has named; None for any other event."""
        return self.event.content.day if isinstance(self.event.content, PartyDay) else None

    @property
    def words(self) -> str:
        """Return what the staff wrote, as far as this reader may know it."""
        readable = self.reads_person or not self.event.is_about_person
        return self.event.staff_message if readable else ""

    @property
    def photos(self) -> list[Attachment]:
        """Return its photos; those that came with the request stand beside the citizen's own words."""
        return [] if self.event.kind == Kind.SUBMITTED else list(self.event.attachments.all())
