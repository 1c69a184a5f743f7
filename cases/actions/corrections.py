"""Putting right what was written down wrongly: the request type, urgency and place, who asks, and an end that
was none. Each correction says what stood there before."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django_fsm import can_proceed

from cases.actions import field_changes, lifecycle, stages
from cases.actions.duplicates import leave_main
from cases.actions.recalculation import is_counted_from_receipt
from cases.actions.step import lock_for_step
from cases.deadlines.work_calendar import WorkCalendar
from cases.errors import Refused
from cases.events import Kind
from cases.gazetteer import areas
from cases.intake.succession import office_for
from cases.lib.geography import point_of
from cases.models import Case, RequestType, Status, User
from cases.models.case.event_content import DetailsCorrected, PersonCorrected, RequestTypeCorrected
from cases.work_plans import versions

# What can be put right of the person; another e-mail address is confirmed (`cases.actions.change_email`).
PERSON = ("first_name", "last_name", "phone", "line_id")
ADDRESS = ("house_no", "moo", "soi", "road", "community")
CORRECTABLE = (Status.RECEIVED, Status.ASSIGNED, Status.IN_PROGRESS)


@transaction.atomic
def correct_request_type(
    case: Case,
    *,
    to: RequestType,
    by: User,
    reason: str,
    moves: bool = True,
    now: datetime.datetime | None = None,
) -> Case:
    """Handle the case as one of another request type: with its target, its work plan where the work of the
    present one has not begun, and its department, to which it is sent where it `moves`. The answers stay with
    the questions that were asked; `reason` is for the staff alone. Raises Refused for the type that it has,
    for one that is not in use, and for a restricted one where others do, or did, a part of the case."""
    case, step = lock_for_step(case, now)
    if case.status not in CORRECTABLE:
        raise Refused(_("Only an open case that does not wait for the citizen can get another kind."))
    if to.pk == case.request_type_id or not to.active:
        raise Refused(_("Choose another kind of request."))
    if to.restricted and any(row.is_shared for row in case.subtasks.all()):
        raise Refused(_("Others have a part in this case: it cannot become one that only few may read."))
    was, was_due = case.request_type, case.due_on
    case.due_on = due_date_as(case, to)
    case.request_type = to
    if case.stage == 0:
        case.plan_version = versions.to_begin(to)
    department, unit = office_for(to)
    if department.pk == case.department_id:
        case.unit = unit
    content = RequestTypeCorrected(was.name_th, was.name_en, to.name_th, to.name_en, was_due, case.due_on)
    case = step.commit(Kind.TYPE_CORRECTED, by=by, message=reason, content=content)
    if moves and department.pk != case.department_id:
        return lifecycle.transfer(case, to=department, by=by, reason=reason, now=step.now)
    if case.status == Status.IN_PROGRESS and case.stage == 0:
        stages.begin(case, step, by=by)
    return case


def due_date_as(case: Case, request_type: RequestType) -> datetime.date:
    """The due date that the case would have as one of this type: counted anew from the receipt, or the
    present one where it was extended, paused or begun again since."""
    if not is_counted_from_receipt(case):
        return case.due_on
    return WorkCalendar.load().due(case.received_at, request_type.target_working_days)


@transaction.atomic
def correct_details(
    case: Case,
    *,
    urgency: str,
    place: str,
    latitude: Any,
    longitude: Any,
    by: User,
    reason: str,
    now: datetime.datetime | None = None,
) -> Case:
    """Put urgency and place right; another point brings its own area, and no longer fits the thing that was
    chosen. `reason` is for the staff alone. Raises Refused where the case has ended, and where all is as it
    was."""
    case, step = lock_for_step(case, now)
    _refuse_ended(case)
    was = _said(case)
    moved = (case.latitude, case.longitude) != (latitude, longitude)
    case.urgency, case.latitude, case.longitude = urgency, latitude, longitude
    if case.place != place:
        # The words that strangers may read were cleared of the old ones.
        case.place, case.cleared_place = place, ""
    if moved:
        around = areas.finder().around({"latitude": latitude, "longitude": longitude, "area": case.area})
        case.area, case.asset = next(iter(around), None), None
    content = DetailsCorrected.between(was, _said(case))
    if content is None:
        raise Refused(_("Nothing is changed."))
    return step.commit(Kind.DETAILS_CORRECTED, by=by, message=reason, content=content)


@transaction.atomic
def correct_person(
    case: Case, *, changes: Mapping[str, str], by: User, checked: str, now: datetime.datetime | None = None
) -> Case:
    """Put right who asks: `changes` gives new values to some of PERSON and ADDRESS; `checked` says how the
    person was known. The history names what was changed, not what stood there. Raises Refused where the case
    has ended, for a report without a name, and where all is as it was, or nobody could answer any more."""
    case, step = lock_for_step(case, now)
    _refuse_ended(case)
    if case.unnamed:
        raise Refused(_("This report has no name, and gets none."))
    if not checked.strip():
        raise Refused(_("Write how you know that it is the citizen."))
    changed = {name: to for name, to in changes.items() if getattr(case, name) != to}
    if not changed:
        raise Refused(_("Nothing is changed."))
    for name, to in changed.items():
        setattr(case, name, to)
    if {"first_name", "last_name"} & changed.keys():
        # What ThaID has said was another name.
        case.identity_proved = False
    if not case.phone and not case.email:
        raise Refused(_("Without an e-mail address the telephone number is needed."))
    content = PersonCorrected(" ".join(sorted(changed)))
    return step.commit(Kind.PERSON_CORRECTED, by=by, message=checked.strip(), content=content)


@transaction.atomic
def take_up_again(
    case: Case, *, by: User, reason: str, letter_words: str = "", now: datetime.datetime | None = None
) -> Case:
    """Open a case that has a result, was closed, or was not taken on, since that end was wrong: with a new
    deadline, and the head decides again. The citizen reads the `reason`. A duplicate goes its own way from
    here; those of the case come along. Raises Refused for a case that is open, or was withdrawn."""
    case, step = lock_for_step(case, now)
    if not can_proceed(case.take_up_again):
        raise Refused(_("Only a case that has ended, and was not withdrawn, can be taken up again."))
    field_changes.taken_up_again(case, now=step.now)
    leave_main(case)
    return step.commit(Kind.REOPENED, by=by, message=reason, letter_words=letter_words)


def _refuse_ended(case: Case) -> None:
    if not case.is_open:
        raise Refused(_("The case has ended."))


def _said(case: Case) -> tuple[str, str, str]:
    """Urgency, place and point as the history keeps them."""
    point = point_of(case.latitude, case.longitude)
    return case.urgency, case.place, str(point) if point else ""
