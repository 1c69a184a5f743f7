"""Moving a running case to another version of its work plan, and back while nothing new was done.

A case can move where what is open in it is a step of the other version too, and nothing that the other
version wants before is missing: no step is done twice, and none is passed over.
"""

import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cases.actions import stages, subtask_state
from cases.actions.duplicates import main_of
from cases.actions.step import lock_for_step
from cases.errors import Refused
from cases.events import Kind
from cases.models import Case, CaseEvent, PlanVersion, Question, Subtask, User
from cases.models.case.event_content import PlanMoved
from cases.work_plans.document import Plan, PlanStep
from cases.work_plans.versions import plan_of


def obstacle(case: Case, to: PlanVersion) -> str:
    """Why the case cannot move to this version, in the reader's language; empty where it can. No SQL
    statement where the subtasks and their findings are read and both versions known."""
    found = stages.plan(case)
    if found is None or case.plan_version_id == to.pk:
        return _("The case is not worked on by another version of this plan.")
    if not case.is_open:
        return _("The case has ended.")
    if main_of(case) is not None:
        return _("The case waits for its main case.")
    if case.stage == 0:
        return ""
    if any(row.approves_result and row.is_open for row in case.subtasks.all()):
        return _("A proposed result waits for approval.")
    return _obstacle(case, found, plan_of(to.pk))


@transaction.atomic
def move(case: Case, *, to: PlanVersion, by: User, now: datetime.datetime | None = None) -> Case:
    """Work on the case by this version from now on. Raises Refused with the `obstacle`."""
    case, step = lock_for_step(case, now)
    if reason := obstacle(case, to):
        raise Refused(reason)
    stage = _stage(case, plan_of(to.pk))
    content = PlanMoved(was=case.plan_version_id or 0, to=to.pk, stage=case.stage, then=stage)
    case.plan_version, case.stage = to, stage
    case = step.commit(Kind.PLAN_MOVED, by=by, content=content)
    stages.open_missing(case, step, by=by)
    return case


@transaction.atomic
def move_back(case: Case, *, by: User, now: datetime.datetime | None = None) -> Case:
    """Undo the last move: what it has opened is ended. Raises Refused where a step was done or a stage begun
    since, or the case was never moved."""
    case, step = lock_for_step(case, now)
    event = last_move(case)
    if event is None or not isinstance(event.content, PlanMoved):
        raise Refused(_("The case was not moved to another version."))
    if Subtask.objects.filter(case=case, ended_at__gt=event.at).exists():
        raise Refused(_("A step was done since the case was moved."))
    if case.events.filter(kind=Kind.STAGE_BEGUN, at__gt=event.at).exists():
        raise Refused(_("The case has gone on to a stage since it was moved."))
    was = event.content
    opened = [row for row in case.subtasks.filter(asked_at__gte=event.at) if row.is_planned and row.is_open]
    back = PlanMoved(was=was.to, to=was.was, stage=case.stage, then=was.stage)
    subtask_state.cancel_these(opened, case, by=by, now=step.now)
    case.plan_version_id, case.stage = was.was, was.stage
    return step.commit(Kind.PLAN_MOVED, by=by, content=back)


def last_move(case: Case) -> CaseEvent | None:
    """The last move of the case that was not undone; None where there is none."""
    events = list(case.events.filter(kind=Kind.PLAN_MOVED).order_by("at", "pk"))
    last = events[-1] if events else None
    undone = (
        len(events) > 1
        and last is not None
        and isinstance(last.content, PlanMoved)
        and isinstance(events[-2].content, PlanMoved)
        and (last.content.was, last.content.to) == (events[-2].content.to, events[-2].content.was)
    )
    return None if undone else last


def _obstacle(case: Case, found: Plan, other: Plan) -> str:
    open_rows = {row.step: row for row in stages.rows(case).values() if row.is_open}
    open_keys = list(open_rows)
    if gone := [key for key in open_keys if key not in other.by_key]:
        names = ", ".join(found.by_key[key].name for key in gone if key in found.by_key)
        return _("These open steps are not in the new version: %(steps)s.") % {
            "steps": names or ", ".join(gone)
        }
    for key in open_keys:
        was, then = found.by_key[key], other.by_key[key]
        same = ("kind", "doer", "department", "party")
        if any(getattr(was, name) != getattr(then, name) for name in same):
            return _("The open step “%(step)s” is another one in the new version.") % {"step": was.name}
    if len({other.stage_of[key] for key in open_keys}) > 1:
        return _("The open steps are in different stages of the new version.")
    for key, row in open_rows.items():
        if asked := _asked_otherwise(row, found.by_key[key], other.by_key[key]):
            return _("The new version asks in another way what is filled in at “%(step)s”: %(lines)s.") % {
                "step": found.by_key[key].name,
                "lines": ", ".join(asked),
            }
    return _missed(case, other)


def _asked_otherwise(row: Subtask, was: PlanStep, then: PlanStep) -> list[str]:
    """The lines filled in at an open step that the new version asks for in another way: what is kept would be
    no answer to them."""
    before, after = ({one.key: one for one in step.questions} for step in (was, then))
    kept = [one.key for one in row.findings.all() if one.key in before and one.key in after]
    return [before[key].text for key in kept if _answers(before[key]) != _answers(after[key])]


def _answers(question: Question) -> tuple[Any, ...]:
    """What decides which answers a question takes."""
    return tuple(getattr(question, name) for name in ("kind", "choices", "minimum", "maximum", "max_length"))


def _missed(case: Case, other: Plan) -> str:
    """What the new version wants before the stage at which the case would stand, and was never done."""
    rows, stage = stages.rows(case), _stage(case, other)
    before = [one for number in range(stage - 1) for one in other.stages[number].steps if one.is_required]
    missed = [one.name for one in before if one.key not in rows or rows[one.key].state not in stages.OVER]
    if missed:
        return _("The new version wants these steps before, and they were not done: %(steps)s.") % {
            "steps": ", ".join(missed)
        }
    return ""


def _stage(case: Case, other: Plan) -> int:
    """The stage of the other version at which the case would stand: that of its open steps; where all of its
    own plan is over, the one after the last, or the last one where the result is to be approved."""
    keys = [row.step for row in stages.rows(case).values() if row.is_open and row.step in other.by_key]
    if case.stage == 0:
        return 0
    if keys:
        return other.stage_of[keys[0]]
    return len(other.stages) if other.result_approvals else len(other.stages) + 1
