"""The stages of a case's work plan: one router opens them, in the transaction of the verb that closed the one
before.

A stage is over when each of its required steps is done or skipped, and no optional one is open. A step whose
condition does not hold is skipped at once, and says why. The last stage waits besides for the approvals of
the result, which `cases.actions.approval` opens.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_fsm import can_proceed

from cases.actions import field_changes, own_work, subtask_state
from cases.actions.step import Step
from cases.deadlines.work_calendar import WorkCalendar
from cases.errors import Refused
from cases.events import Kind
from cases.models import Case, CaseEvent, Department, Doer, OutsideParty, StepKind, Subtask, User
from cases.models.case.event_content import Informed, OutsideAsked, StageBegun
from cases.work_plans import conditions, told
from cases.work_plans.document import Plan, PlanStep, Shown, Stage
from cases.work_plans.versions import plan_of

State = Subtask.State
OVER = (State.DONE, State.SKIPPED)


def plan(case: Case) -> Plan | None:
    """The stages of the version under which the case is worked on; None where it was filed without a plan."""
    return plan_of(case.plan_version_id) if case.plan_version_id else None


def rows(case: Case) -> dict[str, Subtask]:
    """The last turn of each step of the plan that was ever opened for the case."""
    planned = sorted((one for one in case.subtasks.all() if one.is_planned), key=lambda one: one.turn)
    return {one.step: one for one in planned}


def step_name(row: Subtask) -> str:
    """What a step of the plan is called, in the reader's language; of one asked by hand, what is asked."""
    found = plan(row.case)
    return found.by_key[row.step].name if found and row.step in found.by_key else row.what


def waited_for(case: Case) -> list[PlanStep]:
    """The required steps that are still to be done before there is a result, of all stages to come, and the
    optional ones that are open; none without a plan."""
    found = plan(case)
    if found is None or case.stage > len(found.stages):
        return []
    done = rows(case)
    now = [one for one in found.stages[max(case.stage, 1) - 1].steps if _is_waited_for(one, done)]
    later = [step for stage in found.stages[max(case.stage, 1) :] for step in stage.steps]
    return [*(step for step in now if not step.of_result), *(step for step in later if step.is_required)]


def is_under_way(stage: Stage, rows: Mapping[str, Subtask]) -> bool:
    """Whether the stage waits for a step: a required one that is not over, or an optional one that is open. A
    stage with approvals of the result ends with the case: those of an earlier round do not count."""
    return any(one.of_result or _is_waited_for(one, rows) for one in stage.steps)


def stands_at(row: Subtask) -> bool:
    """Whether the plan of the case has reached this step, no other turn of it has come since, and the case
    goes on by itself."""
    case, found = row.case, plan(row.case)
    last = rows(case).get(row.step) if found else None
    if found is None or last is None or last.pk != row.pk:
        return False
    return found.stage_of.get(row.step) == case.stage and case.is_open and not _is_joined(case)


def addable(case: Case) -> list[PlanStep]:
    """The optional steps of the stage that is under way, but for those that are open."""
    found = plan(case)
    if found is None or not 0 < case.stage <= len(found.stages) or not case.is_open or _is_joined(case):
        return []
    opened = rows(case)
    optional = [one for one in found.stages[case.stage - 1].steps if one.optional]
    return [one for one in optional if one.key not in opened or not opened[one.key].is_open]


def returnable(case: Case) -> list[PlanStep]:
    """The steps that somebody has done or skipped, and could do once more: of earlier stages; of all, where
    only the result is to be approved."""
    found = plan(case)
    if found is None:
        return []
    done, last = rows(case), max(case.stage - 1, 0) if waited_for(case) else len(found.stages)
    earlier = [step for stage in found.stages[:last] for step in stage.steps if not step.of_result]
    return [one for one in earlier if one.kind != StepKind.INFORM and _was_done(done.get(one.key))]


def refuse_result(case: Case) -> None:
    """Raise Refused, naming the steps, while required steps of the plan are to be done."""
    if waiting := waited_for(case):
        text = _("The plan has steps that are not done yet: %(steps)s.")
        raise Refused(text % {"steps": ", ".join(dict.fromkeys(step.name for step in waiting))})


def begin(case: Case, step: Step, *, by: User | None) -> None:
    """Open the first stage of the plan where the work has begun, or that at which a reopened case starts. A
    question of the plan that came up while nobody was in charge is asked now."""
    found = plan(case)
    if found is None:
        return
    if case.stage == 0:
        start = found.reopening if case.reopened else 1
        _enter(case, step, found, start, by=by)
    elif unasked := _questions(case, asked=False).first():
        _ask(case, step, unasked, _question(case, unasked), by=by)


def go_on(case: Case, step: Step, *, by: User | None) -> None:
    """Open the next stage where the present one is over, and so on until a step is to be done."""
    found = plan(case)
    while found is not None and 0 < case.stage <= len(found.stages):
        if is_under_way(found.stages[case.stage - 1], rows(_read_anew(case))):
            return
        _enter(case, step, found, case.stage + 1, by=by)


def return_to(case: Case, step: Step, key: str, *, by: User) -> None:
    """Have an earlier step done again, and all stages after it. Raises Refused for a step that nobody has
    done in an earlier stage."""
    found = plan(case)
    if found is None or key not in [one.key for one in returnable(case)]:
        raise Refused(_("Choose an earlier step."))
    subtask_state.cancel_these(_open_rows(case), case, by=by, now=step.now)
    case.stage = found.stage_of[key]
    _save(case, step)
    stage = found.stages[case.stage - 1]
    content = StageBegun(case.stage, len(found.stages), stage.name_th, stage.name_en)
    step.record(Kind.STAGE_BEGUN, by=by, content=content)
    _open(_read_anew(case), step, found.by_key[key], by=by)


def open_again(row: Subtask, case: Case, step: Step, *, by: User) -> Subtask:
    """Ask once more for a refused step for which the plan waits. Raises Refused for any other."""
    found = plan(case)
    if found is None or row.state != State.REFUSED or not stands_at(row):
        raise Refused(_("The plan does not wait for this step any more."))
    return _open(case, step, found.by_key[row.step], by=by)


def add(case: Case, step: Step, key: str, *, by: User) -> Subtask:
    """Open an optional step of the present stage. Raises Refused for any other, and while it is open."""
    wanted = next((one for one in addable(case) if one.key == key), None)
    if wanted is None:
        raise Refused(_("This step cannot be added now."))
    row = _open(case, step, wanted, by=by)
    go_on(_read_anew(case), step, by=by)
    return row


def open_missing(case: Case, step: Step, *, by: User | None) -> None:
    """Open the required steps of the present stage that are neither open nor over, since the plan has changed
    or has paused; and go on where nothing is to be done."""
    found, opened = plan(case), rows(_read_anew(case))
    if found is not None and 0 < case.stage <= len(found.stages):
        stage = found.stages[case.stage - 1]
        missing = [one for one in stage.steps if _is_missing(opened.get(one.key))]
        _open_required(case, step, missing, by=by)
        go_on(_read_anew(case), step, by=by)


def pause(case: Case, step: Step, *, by: User) -> None:
    """The case waits for another one: its own open steps end; what others do goes on."""
    own = [row for row in _open_rows(case) if row.doer not in (Doer.DEPARTMENT, Doer.OUTSIDE)]
    subtask_state.cancel_these(own, case, by=by, now=step.now)
    _read_anew(case)


def answered(case: Case, step: Step) -> None:
    """The citizen has answered: what the plan asked is done; what it could not ask yet is asked now."""
    for row in _questions(case, asked=True):
        row.finish()
        row.ended_at = step.now
        row.save()
        step.record(Kind.SUBTASK_DONE, subtask=row)
    begin(case, step, by=None)
    go_on(_read_anew(case), step, by=None)


def ended(row: Subtask, case: Case, step: Step, *, by: User | None) -> None:
    """A step of the plan was done or skipped: the citizen hears what the plan says, and the plan goes on."""
    found = plan(case)
    if found is None or row.step not in found.by_key:
        return
    if row.state == State.DONE:
        _tell(case, step, found.by_key[row.step], by=by)
        _hand_up(_read_anew(case), step, by=by)
    go_on(_read_anew(case), step, by=by)


def ask_for_papers(row: Subtask, case: Case, step: Step, papers: list[str], *, by: User) -> None:
    """Ask the citizen for what is missing, all of it at once. Raises Refused the second time (Licensing
    Facilitation Act B.E. 2558, s. 8: missing papers are asked for once)."""
    if row.events.filter(kind=Kind.ASKED).exists():
        raise Refused(_("The missing documents were asked for already. They are asked for once."))
    with override(case.language):
        head = _("Please send us these documents:")
    _ask(case, step, row, "\n".join([head, *(f"– {paper}" for paper in papers)]), by=by)


def _enter(case: Case, step: Step, found: Plan, number: int, *, by: User | None) -> None:
    """Begin a stage: its required steps are opened, or skipped where their condition does not hold."""
    case.stage = number
    _save(case, step)
    if number > len(found.stages):
        return
    stage = found.stages[number - 1]
    content = StageBegun(number, len(found.stages), stage.name_th, stage.name_en)
    step.record(Kind.STAGE_BEGUN, by=by, content=content)
    _open_required(case, step, stage.steps, by=by)
    go_on(_read_anew(case), step, by=by)


def _open_required(case: Case, step: Step, planned: Iterable[PlanStep], *, by: User | None) -> None:
    required = [one for one in planned if one.is_required]
    facts = conditions.facts_of(case) if any(one.when for one in required) else None
    for one in required:
        if facts and not conditions.holds(one.when, facts):
            row = new_row(case, step, one, by=by, state=State.SKIPPED, ended_at=step.now)
            row.save(force_insert=True)
            step.record(Kind.STEP_SKIPPED, subtask=row)
        else:
            _open(case, step, one, by=by)


def _open(case: Case, step: Step, planned: PlanStep, *, by: User | None) -> Subtask:
    """Open a step, or do it at once where it only informs the citizen."""
    if planned.kind == StepKind.INFORM:
        row = new_row(case, step, planned, by=by, state=State.DONE, ended_at=step.now, ended_by=by)
        row.save(force_insert=True)
        _tell(case, step, planned, by=by)
        return row
    row = new_row(case, step, planned, by=by)
    if own_work.goes_to_executive(row):
        row.doer = Doer.EXECUTIVE
    if planned.doer == Doer.OFFICER and case.officer:
        row.follow()
        row.officer, row.unit = case.officer, case.unit
    row.save(force_insert=True)
    kind = Kind.SUBTASK_ASKED if planned.doer == Doer.DEPARTMENT else Kind.STEP_OPENED
    content = None
    if row.party and planned.shown != Shown.NOTHING:
        kind, content = Kind.OUTSIDE_ASKED, OutsideAsked(row.party.name_th, row.party.name_en)
    step.record(kind, by=by, subtask=row, message=row.what, content=content)
    if planned.kind == StepKind.ASK and can_proceed(case.ask):
        _ask(case, step, row, told.words(planned, case), by=by)
    return row


def _hand_up(case: Case, step: Step, *, by: User | None) -> None:
    """The open approvals that nobody could give any more, since a step beside them was done: an executive is
    asked instead."""
    found = plan(case)
    for row in _open_rows(case):
        row.case = case
        if found and row.step in found.by_key and own_work.goes_to_executive(row):
            with override("th"):
                words = _("Whoever could approve here has done a part of it: an executive is asked.")
            row.skip()
            row.result, row.ended_at = words, step.now
            row.save()
            step.record(Kind.STEP_SKIPPED, subtask=row, message=words)
            _open(_read_anew(case), step, found.by_key[row.step], by=by)


def new_row(case: Case, step: Step, planned: PlanStep, *, by: User | None, **said: Any) -> Subtask:
    """A new turn of a step, not stored; its days count from today."""
    department = case.department
    if planned.department:
        department = Department.objects.get(code=planned.department)
    turns = [one.turn for one in case.subtasks.all() if one.step == planned.key]
    return Subtask(
        case=case,
        department=department,
        step=planned.key,
        turn=max(turns, default=0) + 1,
        kind=planned.kind,
        doer=planned.doer,
        party=OutsideParty.objects.get(code=planned.party) if planned.party else None,
        what=planned.text_th or planned.name_th,
        due_on=WorkCalendar.load().shift(step.today, planned.days),
        asked_by=by,
        asked_at=step.now,
        **said,
    )


def _ask(case: Case, step: Step, row: Subtask, question: str, *, by: User | None = None) -> None:
    """Ask the citizen for a step; the deadline pauses. The officer in charge asks where nobody else did."""
    field_changes.asked(case, question)
    case.days_left_at_pause = WorkCalendar.load().between(step.today, case.due_on)
    _save(case, step)
    step.record(Kind.ASKED, by=by or case.officer, message=question, subtask=row)


def _question(case: Case, row: Subtask) -> str:
    found = plan(case)
    return told.words(found.by_key[row.step], case) if found else row.what


def _tell(case: Case, step: Step, planned: PlanStep, *, by: User | None) -> None:
    """Tell the citizen what the plan says of a step that is done."""
    if planned.shown != Shown.NOTHING:
        content = Informed(letter=planned.shown == Shown.LETTER)
        step.record(Kind.INFORMED, by=by, message=told.words(planned, case), content=content)


def _open_rows(case: Case) -> list[Subtask]:
    """The open steps of the plan, without what was asked by hand."""
    return [row for row in case.subtasks.all() if row.is_planned and row.is_open]


def _is_missing(row: Subtask | None) -> bool:
    return row is None or row.state == State.CANCELLED


def _is_waited_for(planned: PlanStep, done: Mapping[str, Subtask]) -> bool:
    row = done.get(planned.key)
    if planned.optional:
        return row is not None and row.is_open
    return row is None or row.state not in OVER


def _is_joined(case: Case) -> bool:
    """Whether the case waits for its main case, whose plan goes on instead."""
    return getattr(case, "duplicate", None) is not None


def _was_done(row: Subtask | None) -> bool:
    """Whether somebody has done or skipped it, not the plan by itself."""
    if row is None or row.state not in OVER:
        return False
    return row.ended_by_id is not None or (row.doer == Doer.OUTSIDE and row.state == State.DONE)


def _questions(case: Case, *, asked: bool) -> QuerySet[Subtask]:
    """The open questions of the plan that the citizen was asked, or was not asked yet."""
    told = Exists(CaseEvent.objects.filter(subtask=OuterRef("pk"), kind=Kind.ASKED))
    waiting = case.subtasks.filter(doer=Doer.CITIZEN, state=State.ASKED).order_by("pk")
    return waiting.filter(told if asked else ~told)


def _read_anew(case: Case) -> Case:
    """The case, whose subtasks have changed."""
    getattr(case, "_prefetched_objects_cache", {}).pop("subtasks", None)
    return case


def _save(case: Case, step: Step) -> None:
    case.changed_at = step.now
    case.save()
