"""The verbs of a part: another department is asked to do something for a case, and does it, in parallel.

Each locks the case first, as every verb does; the part and its process change under that lock alone.
"""

import datetime
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.actions import proposal_state, subtask_state, transfer_state
from cases.actions.lifecycle import begun
from cases.deadlines.work_calendar import WorkCalendar
from cases.errors import AlreadyDone, Refused
from cases.events import Kind, record
from cases.intake.filing import attach
from cases.models import Attachment, Case, CaseEvent, Department, Membership, Part, Status, User

# While somebody works on the case, or waits for its citizen.
ASKED_WHILE = (Status.ASSIGNED, Status.IN_PROGRESS, Status.WAITING)
MOST_OPEN = 10


@transaction.atomic
def ask_part(
    case: Case,
    *,
    to: Department,
    what: str,
    due_on: datetime.date,
    by: User,
    now: datetime.datetime | None = None,
) -> Case:
    """Ask another department to do a part of the case by a working day. A restricted case is shared with
    nobody."""
    case, now, before = begun(case, now)
    _refuse_asking(case, to, what)
    if due_on < timezone.localdate(now) or not WorkCalendar.load().is_working(due_on):
        raise Refused(_("Choose a working day from today on."))
    part = Part.objects.create(case=case, department=to, what=what, due_on=due_on, asked_by=by, asked_at=now)
    _record(case, Kind.PART_ASKED, part=part, by=by, now=now, before=before, message=what)
    return case


@transaction.atomic
def assign_part(
    part: Part, *, to: User, by: User, note: str = "", now: datetime.datetime | None = None
) -> Part:
    """Take the part on and name its officer, or another one; `note` is for the staff alone."""
    case, now, before = begun(part.case, now)
    part = _locked(part)
    member = Membership.objects.filter(user=to, department=part.department_id).first()
    if member is None or not to.is_active:
        raise Refused(_("This person does not work in the department of the part."))
    if part.officer_id == to.pk:
        raise Refused(_("The part is with this officer already."))
    part.assign()
    part.officer, part.unit = to, member.unit
    part.save()
    _record(case, Kind.PART_ASSIGNED, part=part, by=by, now=now, before=before, message=note)
    return part


@transaction.atomic
def finish_part(
    part: Part,
    *,
    by: User,
    result: str,
    photos: Sequence[Attachment] = (),
    now: datetime.datetime | None = None,
) -> Part:
    """Report what was done; the department of the case goes on with it."""
    case, now, before = begun(part.case, now)
    part = _locked(part)
    part.finish()
    part.result, part.ended_at = result, now
    part.save()
    event = _record(case, Kind.PART_DONE, part=part, by=by, now=now, before=before, message=result)
    attach(event, photos)
    return part


@transaction.atomic
def refuse_part(part: Part, *, by: User, reason: str, now: datetime.datetime | None = None) -> Part:
    """The department that was asked does not do it, and says why."""
    case, now, before = begun(part.case, now)
    part = _locked(part)
    part.refuse()
    part.result, part.ended_at = reason, now
    part.save()
    _record(case, Kind.PART_REFUSED, part=part, by=by, now=now, before=before, message=reason)
    return part


@transaction.atomic
def cancel_part(part: Part, *, by: User, reason: str, now: datetime.datetime | None = None) -> Part:
    """The department of the case does not need it any more."""
    case, now, _before = begun(part.case, now)
    part = _locked(part)
    subtask_state.cancel(part, case, by=by, reason=reason, now=now)
    return part


@transaction.atomic
def take_part_from(part: Part, *, leaver: User, now: datetime.datetime | None = None) -> Part | None:
    """Take the part from an officer who has left, for its head to name another one; None where somebody did
    so before."""
    case, now, before = begun(part.case, now)
    part = _locked(part)
    if part.officer_id != leaver.pk or not part.is_open:
        return None
    part.hand_back()
    part.officer = part.unit = None
    part.save()
    _record(case, Kind.PART_LEFT, part=part, now=now, before=before, message=str(leaver))
    return part


@transaction.atomic
def remind_of_part(part: Part, *, now: datetime.datetime | None = None) -> CaseEvent | None:
    """Record once that the part is late; None if it is done, or was recorded before."""
    case, now, before = begun(part.case, now)
    part, reference = _locked(part), str(part.pk)
    if not part.is_open or part.due_on >= timezone.localdate(now):
        return None
    if case.events.filter(kind=Kind.PART_LATE, reference=reference).exists():
        return None
    return record(case, Kind.PART_LATE, now=now, before=before, reference=reference, part=part)


def _refuse_asking(case: Case, to: Department, what: str) -> None:
    if case.status not in ASKED_WHILE or transfer_state.standing(case):
        raise Refused(_("A part can be asked while the department works on the case."))
    proposal_state.refuse_while_open(case)
    if case.request_type.restricted:
        raise Refused(_("This kind of request is confidential. It is not shared with other departments."))
    if to.pk == case.department_id or not to.active:
        raise Refused(_("Choose another department."))
    waiting = subtask_state.open_parts(case)
    if any(part.department_id == to.pk and part.what == what for part in waiting):
        raise AlreadyDone
    if len(waiting) >= MOST_OPEN:
        raise Refused(_("Ten parts of this case are open. Wait for one of them first."))


def _locked(part: Part) -> Part:
    """The part as it is now; its case is locked already."""
    parts = Part.objects.select_related("department", "officer", "unit")
    found: Part = parts.select_for_update(of=("self",), no_key=True).get(pk=part.pk)
    return found


def _record(case: Case, kind: CaseEvent.Kind, *, now: datetime.datetime, **said: Any) -> CaseEvent:
    """The case has changed too: its page and its place in the list say so."""
    case.changed_at = now
    case.save(update_fields=["changed_at"])
    return record(case, kind, now=now, **said)
