"""The steps of a work plan go with their case: they are whoever's the case is now."""

from typing import Any

from django.dispatch import receiver

from cases.actions import stages
from cases.actions.step import Step
from cases.events import Kind
from cases.models import Case, CaseEvent, Doer, Subtask, User
from cases.signals import recorded

State = Subtask.State
CUSTODY = (
    Kind.ASSIGNED,
    Kind.TRANSFERRED,
    Kind.SENT_BACK,
    Kind.PLACED,
    Kind.HANDED_BACK,
    Kind.OFFICER_LEFT,
    Kind.ASSIGN_UNDONE,
    Kind.HAND_BACK_UNDONE,
)


@receiver(recorded, dispatch_uid="cases.actions.step_custody.follow")
def changes_hands(event: CaseEvent, **kwargs: Any) -> None:
    """The case has another officer, or none: the steps of the officer in charge go with it. One that is on
    its own again goes on."""
    if not event.case.plan_version_id:
        return
    step = Step(event.case, event.at)
    if event.kind in CUSTODY:
        follow(event.case, step, by=event.by)
    elif event.kind == Kind.SEPARATED:
        stages.open_missing(event.case, step, by=event.by)


def follow(case: Case, step: Step, *, by: User | None) -> None:
    """The steps of the officer in charge are whoever's the case is now; those of its head and its citizen go
    with it too."""
    _move(case)
    for row in case.subtasks.open().select_related("officer").filter(doer=Doer.OFFICER):
        if row.officer_id == case.officer_id and row.department_id == case.department_id:
            continue
        row.department = case.department
        row.officer, row.unit = case.officer, case.unit if case.officer else None
        if case.officer:
            row.follow()
        elif row.state == State.IN_WORK:
            row.hand_back()
        row.save()
        kind = Kind.SUBTASK_ASSIGNED if case.officer else Kind.SUBTASK_LEFT
        step.record(kind, by=by, subtask=row)


def _move(case: Case) -> None:
    """The steps that are nobody else's than the case's department's are in its present one."""
    found = stages.plan(case)
    for row in case.subtasks.open().exclude(doer__in=[Doer.DEPARTMENT, Doer.OFFICER]):
        planned = found is not None and row.is_planned and not found.by_key[row.step].department
        if (planned or row.approves_result) and row.department_id != case.department_id:
            row.department = case.department
            row.save(update_fields=["department"])
