"""The stages of a request as its citizen sees them: done, now and to come. Steps and findings are the
staff's."""

import datetime
from dataclasses import dataclass

from django.db.models import Max
from django.utils import timezone

from cases.actions import findings, stages
from cases.models import Case, CaseEvent, Status, StepKind, Subtask


@dataclass(frozen=True)
class CitizenStage:
    """A stage by its name; `expected` is the day by which it is over, where it is under way and has one."""

    name: str
    is_over: bool
    is_now: bool
    expected: datetime.date | None = None


def stage_list(case: Case) -> list[CitizenStage]:
    """The stages of a case in their order; empty where it has no work plan. At most one SQL statement."""
    plan = stages.plan(case)
    if plan is None:
        return []
    expected = _expected(case) if case.is_open else None
    return [
        CitizenStage(
            stage.name,
            is_over=number < case.stage or case.status in (Status.RESOLVED, Status.CLOSED),
            is_now=number == case.stage and case.is_open,
            expected=expected if number == case.stage else None,
        )
        for number, stage in enumerate(plan.stages, start=1)
    ]


def papers_asked_for(case: Case) -> list[str]:
    """The papers for which the citizen is asked, in the reader's language; none where the question is another
    one. Without a work plan no SQL statement."""
    if case.status != Status.WAITING or case.plan_version_id is None:
        return []
    asked = case.events.filter(kind=CaseEvent.Kind.ASKED).select_related("subtask").order_by("-pk").first()
    if asked is None or asked.subtask is None or asked.subtask.kind != StepKind.PAPERS:
        return []
    asked.subtask.case = case
    return findings.missing_papers(asked.subtask)


def _expected(case: Case) -> datetime.date | None:
    """The day by which the open steps are due; None where it moves with an answer, or has passed."""
    if case.status == Status.WAITING or not case.stage:
        return None
    steps = Subtask.objects.open().filter(case=case).exclude(step="")
    day: datetime.date | None = steps.aggregate(last=Max("due_on"))["last"]
    return day if day and day >= timezone.localdate() else None
