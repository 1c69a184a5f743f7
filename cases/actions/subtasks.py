"""The verbs of a subtask: another department is asked to do something for a case, and does it, in parallel.

Each locks the case first, as every verb does; the subtask and its process change under that lock alone.
"""

import datetime
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cases.actions import proposal_state, subtask_state, transfer_state
from cases.actions.step import Step, lock_for_step
from cases.deadlines.work_calendar import WorkCalendar
from cases.errors import AlreadyDone, Refused
from cases.events import Kind
from cases.models import Attachment, Case, CaseEvent, Department, Membership, Status, Subtask, User

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
    if due_on < step.today or not WorkCalendar.load().is_working(due_on):
        raise Refused(_("Choose a working day from today on."))
    asked: dict[str, Any] = {"what": what, "due_on": due_on, "asked_by": by, "asked_at": step.now}
    subtask = Subtask.objects.create(case=case, department=to, **asked)
    _record(step, Kind.SUBTASK_ASKED, subtask=subtask, by=by, message=what)
    return case


@transaction.atomic
def assign_subtask(
    subtask: Subtask, *, to: User, by: User, note: str = "", now: datetime.datetime | None = None
) -> Subtask:
    """Take the subtask on and name its officer, or another one; `note` is for the staff alone."""
    _case, step = lock_for_step(subtask.case, now)
    subtask = _locked(subtask)
    member = Membership.objects.filter(user=to, department=subtask.department_id).first()
    if member is None or not to.is_active:
        raise Refused(_("This person does not work in the department of the subtask."))
    if subtask.officer_id == to.pk:
        raise Refused(_("The subtask is with this officer already."))
    subtask.assign()
    subtask.officer, subtask.unit = to, member.unit
    subtask.save()
    _record(step, Kind.SUBTASK_ASSIGNED, subtask=subtask, by=by, message=note)
    return subtask


@transaction.atomic
def finish_subtask(
    subtask: Subtask,
    *,
    by: User,
    result: str,
    photos: Sequence[Attachment] = (),
    now: datetime.datetime | None = None,
) -> Subtask:
    """Report what was done; the department of the case goes on with it."""
    _case, step = lock_for_step(subtask.case, now)
    subtask = _locked(subtask)
    subtask.finish()
    subtask.result, subtask.ended_at = result, step.now
    subtask.save()
    _record(step, Kind.SUBTASK_DONE, subtask=subtask, by=by, message=result, photos=photos)
    return subtask


@transaction.atomic
def refuse_subtask(
    subtask: Subtask, *, by: User, reason: str, now: datetime.datetime | None = None
) -> Subtask:
    """The department that was asked does not do it, and says why."""
    _case, step = lock_for_step(subtask.case, now)
    subtask = _locked(subtask)
    subtask.refuse()
    subtask.result, subtask.ended_at = reason, step.now
    subtask.save()
    _record(step, Kind.SUBTASK_REFUSED, subtask=subtask, by=by, message=reason)
    return subtask


@transaction.atomic
def cancel_subtask(
    subtask: Subtask, *, by: User, reason: str, now: datetime.datetime | None = None
) -> Subtask:
    """The department of the case does not need it any more."""
    case, step = lock_for_step(subtask.case, now)
    subtask = _locked(subtask)
    subtask_state.cancel(subtask, case, by=by, reason=reason, now=step.now)
    return subtask


@transaction.atomic
def take_subtask_from(
    subtask: Subtask, *, leaver: User, now: datetime.datetime | None = None
) -> Subtask | None:
    """Take the subtask from an officer who has left, for its head to name another one; None where somebody
    did so before."""
    _case, step = lock_for_step(subtask.case, now)
    subtask = _locked(subtask)
    if subtask.officer_id != leaver.pk or not subtask.is_open:
        return None
    subtask.hand_back()
    subtask.officer = subtask.unit = None
    subtask.save()
    _record(step, Kind.SUBTASK_LEFT, subtask=subtask, message=str(leaver))
    return subtask


@transaction.atomic
def remind_of_subtask(subtask: Subtask, *, now: datetime.datetime | None = None) -> CaseEvent | None:
    """Record once that the subtask is late; None if it is done, or was recorded before."""
    _case, step = lock_for_step(subtask.case, now)
    subtask = _locked(subtask)
    if not subtask.is_open or subtask.due_on >= step.today:
        return None
    if subtask.events.filter(kind=Kind.SUBTASK_LATE).exists():
        return None
    return step.record(Kind.SUBTASK_LATE, subtask=subtask)


def _refuse_asking(case: Case, to: Department, what: str) -> None:
    if case.status not in ASKED_WHILE or transfer_state.unanswered_transfer(case):
        raise Refused(_("A subtask can be asked while the department works on the case."))
    proposal_state.refuse_while_open(case)
    if case.request_type.restricted:
        raise Refused(_("This kind of request is confidential. It is not shared with other departments."))
    if to.pk == case.department_id or not to.active:
        raise Refused(_("Choose another department."))
    waiting = subtask_state.open_subtasks(case)
    if any(subtask.department_id == to.pk and subtask.what == what for subtask in waiting):
        raise AlreadyDone
    if len(waiting) >= MOST_OPEN:
        raise Refused(_("Ten subtasks of this case are open. Wait for one of them first."))


def _locked(subtask: Subtask) -> Subtask:
    """The subtask as it is now; its case is locked already."""
    subtasks = Subtask.objects.select_related("department", "officer", "unit")
    found: Subtask = subtasks.select_for_update(of=("self",), no_key=True).get(pk=subtask.pk)
    return found


def _record(step: Step, kind: CaseEvent.Kind, **said: Any) -> CaseEvent:
    """The case has changed too: its page and its place in the list say so."""
    step.case.changed_at = step.now
    step.case.save(update_fields=["changed_at"])
    return step.record(kind, **said)
