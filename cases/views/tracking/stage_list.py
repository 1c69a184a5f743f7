"""The stages of a request as its citizen sees them: done, now and to come. Steps and findings are the
staff's."""

import datetime
from dataclasses import dataclass

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.actions import findings, stages
from cases.models import Case, CaseEvent, Status, StepKind, Subtask


@dataclass(frozen=True)
class CitizenStage:
    """A stage by its name; `expected` is the day by which it is over, where it is not and has one."""

    name: str
    is_over: bool
    is_now: bool
    expected: datetime.date | None = None


def stage_list(case: Case) -> list[CitizenStage]:
    """The stages of a case in their order, of its work plan or, without one, of the usual road; none where it
    ended without a result. At most one SQL statement."""
    if case.status in (Status.REJECTED, Status.WITHDRAWN):
        return []
    plan = stages.plan(case)
    if plan is None:
        return _usual_road(case)
    expected = _expected(case) if case.is_open else None
    return [
        CitizenStage(
            stage.name,
            is_over=number < case.stage or not case.is_open,
            is_now=number == case.stage and case.is_open,
            expected=expected if number == case.stage else None,
        )
        for number, stage in enumerate(plan.stages, start=1)
    ]


def _usual_road(case: Case) -> list[CitizenStage]:
    """Received, assigned, looked at, worked on, told: with the days that are kept anyway."""
    if case.status == Status.RECEIVED:
        now, first = 1, _still_kept(case, case.first_reply_due_on)
    elif case.status == Status.ASSIGNED:
        now, first = 1 if case.officer_id is None else 2, None
    else:
        now, first = 3 if case.is_open else 5, None
    result = _still_kept(case, case.due_on)
    named = [
        (_("Received"), None),
        (_("Assign an officer"), first),
        (_("Look at the matter"), None),
        (_("Do the work"), None),
        (_("Tell you the result"), result),
    ]
    return [
        CitizenStage(name, is_over=place < now, is_now=place == now, expected=day)
        for place, (name, day) in enumerate(named)
    ]


def _still_kept(case: Case, day: datetime.date | None) -> datetime.date | None:
    """The day, where it can be told; None where it moves with an answer, or has passed."""
    told = day is not None and case.is_open and case.status != Status.WAITING and day >= timezone.localdate()
    return day if told else None


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
    return _still_kept(case, day)
