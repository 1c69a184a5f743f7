"""The verbs of a subtask: another department is asked to do something for a case, and does it, in parallel.

Each locks the case first, as every verb does; the subtask and its process change under that lock alone.
"""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from cases.actions import approvals, findings, proposal_state, stages, subtask_state, transfer_state
from cases.actions.step import Step, lock_for_step
from cases.deadlines.work_calendar import WorkCalendar
from cases.errors import AlreadyDone, Refused
from cases.events import Kind
from cases.models import (
    Attachment,
    Case,
    CaseEvent,
    Department,
    Doer,
    Membership,
    OutsidePerson,
    Status,
    StepKind,
    Subtask,
    User,
)

# While somebody works on the case, or waits for its citizen.
ASKED_WHILE = (Status.ASSIGNED, Status.IN_PROGRESS, Status.WAITING)
MOST_OPEN = 10


@transaction.atomic
def ask_subtask(
    case: Case,
    *,
    to: Department,
    what: str,
    due_on: datetime.date,
    by: User,
    now: datetime.datetime | None = None,
) -> Case:
    """Ask another department to do a subtask of the case by a working day. A restricted case is shared with
    nobody."""
    case, step = lock_for_step(case, now)
    _refuse_asking(case, to, what)
    refuse_day(due_on, step)
    asked: dict[str, Any] = {"what": what, "due_on": due_on, "asked_by": by, "asked_at": step.now}
    subtask = Subtask.objects.create(case=case, department=to, **asked)
    record(step, Kind.SUBTASK_ASKED, subtask=subtask, by=by, message=what)
    return case


@transaction.atomic
def assign_subtask(
    subtask: Subtask, *, to: User, by: User, note: str = "", now: datetime.datetime | None = None
) -> Subtask:
    """Take the subtask on and name its officer, or another one; `note` is for the staff alone."""
    case, step = lock_for_step(subtask.case, now)
    subtask = locked_subtask(subtask, case)
    member = Membership.objects.filter(user=to, department=subtask.department_id).first()
    if member is None or not to.is_active:
        raise Refused(_("This person does not work in the department of the subtask."))
    if subtask.officer_id == to.pk:
        raise Refused(_("The subtask is with this officer already."))
    subtask.assign()
    subtask.officer, subtask.unit = to, member.unit
    subtask.save()
    record(step, Kind.SUBTASK_ASSIGNED, subtask=subtask, by=by, message=note)
    return subtask


@transaction.atomic
def finish_subtask(
    subtask: Subtask,
    *,
    by: User | None = None,
    person: OutsidePerson | None = None,
    result: str = "",
    photos: Sequence[Attachment] = (),
    values: Mapping[str, Any] | None = None,
    party_day: datetime.date | None = None,
    now: datetime.datetime | None = None,
) -> Subtask:
    """Report what was done; the department of the case, or the plan, goes on. `values` are findings of a
    step of the plan that are kept with it; `person` reports it, and `party_day` is the day of it, for an
    outside party. Raises Refused while a required one is missing, and for an approval of one's own work."""
    case, step = lock_for_step(subtask.case, now)
    subtask = _locked_for(subtask, case)
    if subtask.is_planned:
        findings.store(subtask, step, values or {}, by=by, person=person)
        findings.refuse_unfinished(subtask)
    if subtask.kind == StepKind.APPROVE and by:
        approvals.refuse_own_work(subtask, by)
    subtask.finish()
    subtask.party_day = party_day
    end(subtask, step, result, by)
    record(step, Kind.SUBTASK_DONE, subtask=subtask, by=by, person=person, message=result, photos=photos)
    stages.ended(subtask, case, step, by=by)
    return subtask


@transaction.atomic
def skip_step(subtask: Subtask, *, by: User, reason: str, now: datetime.datetime | None = None) -> Subtask:
    """Let the plan go on without this step, with a reason. Raises Refused where the plan does not allow it,
    unless the step was refused or was added by hand."""
    case, step = lock_for_step(subtask.case, now)
    subtask = _locked_for(subtask, case)
    if not stages.stands_at(subtask):
        raise Refused(_("The plan does not wait for this step any more."))
    planned = findings.planned(subtask)
    if not (planned.may_skip or planned.optional or subtask.state == Subtask.State.REFUSED):
        raise Refused(_("The plan does not allow to skip this step."))
    subtask.skip()
    end(subtask, step, reason, by)
    record(step, Kind.STEP_SKIPPED, subtask=subtask, by=by, message=reason)
    stages.ended(subtask, case, step, by=by)
    return subtask


@transaction.atomic
def return_step(
    subtask: Subtask, *, to: str, by: User, reason: str, now: datetime.datetime | None = None
) -> Subtask:
    """Do not approve: an earlier step of the plan, named by its key, is done again, and what follows it.
    `reason` is for the staff alone."""
    case, step = lock_for_step(subtask.case, now)
    subtask = _locked_for(subtask, case)
    approvals.refuse_own_work(subtask, by)
    subtask.send_back()
    end(subtask, step, reason, by)
    record(step, Kind.STEP_RETURNED, subtask=subtask, by=by, message=reason)
    stages.return_to(case, step, to, by=by)
    return subtask


@transaction.atomic
def repeat_step(subtask: Subtask, *, by: User, now: datetime.datetime | None = None) -> Subtask:
    """Ask once more for a step that was refused."""
    case, step = lock_for_step(subtask.case, now)
    subtask = locked_subtask(subtask, case)
    return stages.open_again(subtask, case, step, by=by)


@transaction.atomic
def add_step(case: Case, *, key: str, by: User, now: datetime.datetime | None = None) -> Case:
    """Open an optional step of the stage that is under way."""
    case, step = lock_for_step(case, now)
    stages.add(case, step, key, by=by)
    return case


@transaction.atomic
def ask_for_papers(subtask: Subtask, *, by: User, now: datetime.datetime | None = None) -> Subtask:
    """Ask the citizen for all papers that were found missing, once; the deadline pauses until the answer."""
    case, step = lock_for_step(subtask.case, now)
    subtask = locked_subtask(subtask, case)
    with override(case.language):
        papers = findings.missing_papers(subtask)
    if not papers or not subtask.is_open:
        raise Refused(_("No document is missing."))
    stages.ask_for_papers(subtask, case, step, papers, by=by)
    return subtask


@transaction.atomic
def refuse_subtask(
    subtask: Subtask,
    *,
    reason: str,
    by: User | None = None,
    person: OutsidePerson | None = None,
    party_day: datetime.date | None = None,
    now: datetime.datetime | None = None,
) -> Subtask:
    """The department or outside party that was asked does not do it, and says why; `party_day` is from when
    a party could."""
    case, step = lock_for_step(subtask.case, now)
    subtask = locked_subtask(subtask, case)
    subtask.refuse()
    subtask.party_day = party_day
    end(subtask, step, reason, by)
    record(step, Kind.SUBTASK_REFUSED, subtask=subtask, by=by, person=person, message=reason)
    return subtask


@transaction.atomic
def cancel_subtask(
    subtask: Subtask, *, by: User, reason: str, now: datetime.datetime | None = None
) -> Subtask:
    """The department of the case does not need it any more."""
    case, step = lock_for_step(subtask.case, now)
    subtask = _locked_for(subtask, case)
    if subtask.is_planned:
        raise Refused(_("This step belongs to the plan: skip it, with a reason, where the plan allows it."))
    subtask_state.cancel(subtask, case, by=by, reason=reason, now=step.now)
    return subtask


@transaction.atomic
def take_subtask_from(
    subtask: Subtask, *, leaver: User, now: datetime.datetime | None = None
) -> Subtask | None:
    """Take the subtask from an officer who has left, for its head to name another one; None where somebody
    did so before."""
    case, step = lock_for_step(subtask.case, now)
    subtask = locked_subtask(subtask, case)
    if subtask.officer_id != leaver.pk or not subtask.is_open:
        return None
    subtask.hand_back()
    subtask.officer = subtask.unit = None
    subtask.save()
    record(step, Kind.SUBTASK_LEFT, subtask=subtask, message=str(leaver))
    return subtask


@transaction.atomic
def remind_of_subtask(subtask: Subtask, *, now: datetime.datetime | None = None) -> CaseEvent | None:
    """Record once that the subtask is late; None if it is done, was recorded before, or is not the staff's:
    of outside parties the table of reminders speaks."""
    case, step = lock_for_step(subtask.case, now)
    subtask = locked_subtask(subtask, case)
    if not subtask.is_open or subtask.due_on >= step.today or subtask.doer in (Doer.CITIZEN, Doer.OUTSIDE):
        return None
    if subtask.events.filter(kind=Kind.SUBTASK_LATE).exists():
        return None
    return step.record(Kind.SUBTASK_LATE, subtask=subtask)


def refuse_day(due_on: datetime.date, step: Step) -> None:
    """Raise Refused for a day on which nothing can be due."""
    if due_on < step.today or not WorkCalendar.load().is_working(due_on):
        raise Refused(_("Choose a working day from today on."))


def refuse_asking_now(case: Case) -> None:
    """Raise Refused unless others can be asked for something while the case is as it is."""
    if case.status not in ASKED_WHILE or transfer_state.unanswered_transfer(case):
        raise Refused(_("A subtask can be asked while the department works on the case."))
    proposal_state.refuse_while_open(case)
    if len(subtask_state.helping(case)) >= MOST_OPEN:
        raise Refused(_("Ten subtasks of this case are open. Wait for one of them first."))


def _refuse_asking(case: Case, to: Department, what: str) -> None:
    refuse_asking_now(case)
    if case.request_type.restricted:
        raise Refused(_("This kind of request is confidential. It is not shared with other departments."))
    if to.pk == case.department_id or not to.active:
        raise Refused(_("Choose another department."))
    waiting = subtask_state.helping(case)
    if any((one.department_id, one.party_id, one.what) == (to.pk, None, what) for one in waiting):
        raise AlreadyDone


def locked_subtask(subtask: Subtask, case: Case) -> Subtask:
    """The subtask as it is now; its case is locked already."""
    subtasks = Subtask.objects.select_related("department", "officer", "unit", "party")
    found: Subtask = subtasks.select_for_update(of=("self",), no_key=True).get(pk=subtask.pk)
    found.case = case
    return found


def _locked_for(subtask: Subtask, case: Case) -> Subtask:
    """The same, for a verb that would end it. Raises Refused for the approval of a result."""
    found = locked_subtask(subtask, case)
    if found.approves_result:
        raise Refused(_("A result waits for this approval: approve or return the result."))
    return found


def end(subtask: Subtask, step: Step, words: str, by: User | None) -> None:
    """Store that the subtask has ended, with these words."""
    subtask.result, subtask.ended_at, subtask.ended_by = words, step.now, by
    subtask.save()


def record(step: Step, kind: CaseEvent.Kind, **said: Any) -> CaseEvent:
    """Record what happened to a subtask. The case has changed too: its page and its place in the list say
    so."""
    step.case.changed_at = step.now
    step.case.save(update_fields=["changed_at"])
    return step.record(kind, **said)
