"""The answers to a transfer: the receiving head accepts or sends back, the clerk decides the third one."""

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cases.actions import transfer_state
from cases.actions.lifecycle import begun, told
from cases.errors import Refused
from cases.events import Kind, record
from cases.models import Case, CaseEvent, Department, Transfer, User

State = Transfer.State


@transaction.atomic
def accept(case: Case, *, by: User, now: datetime.datetime | None = None) -> Case:
    """The department takes the case that was sent to it; its head names the officer later."""
    case, now, before = begun(case, now)
    transfer_state.close(row := _waiting(case), state=State.ACCEPTED, by=by, now=now)
    row.save()
    return told(case, Kind.TAKEN_OVER, by=by, now=now, before=before)


@transaction.atomic
def send_back(case: Case, *, by: User, reason: str, now: datetime.datetime | None = None) -> Case:
    """The department does not take it: it goes back to the one that sent it, which decides again; `reason` is
    for the staff alone."""
    case, now, before = begun(case, now)
    row = _waiting(case)
    case.transfer()
    case.department, case.unit = row.sender, None
    transfer_state.close(row, state=State.RETURNED, by=by, now=now, answer=reason)
    row.save()
    return told(case, Kind.SENT_BACK, by=by, now=now, before=before, message=reason)


@transaction.atomic
def place(case: Case, *, to: Department, by: User, reason: str, now: datetime.datetime | None = None) -> Case:
    """The clerk decides which department takes a case that was sent on for the third time: any of them, also
    the one that sent it. It cannot be sent back."""
    case, now, before = begun(case, now)
    row = transfer_state.standing(case)
    if row is None or not row.at_desk:
        raise Refused(_("This case is not on the clerk's desk."))
    if not to.active:
        raise Refused(_("Choose another department."))
    case.transfer()
    case.department, case.unit = to, None
    transfer_state.close(row, state=State.DECIDED, by=by, now=now, answer=reason)
    row.save()
    return told(case, Kind.PLACED, by=by, now=now, before=before, message=reason)


@transaction.atomic
def call_clerk(case: Case, *, now: datetime.datetime | None = None) -> CaseEvent | None:
    """Record, once for each transfer, that it was not answered in time; None if it was, or done before."""
    case, now, before = begun(case, now)
    row = transfer_state.standing(case)
    if row is None or not row.is_overdue_at(now):
        return None
    reference = str(row.pk)
    if case.events.filter(kind=Kind.UNANSWERED, reference=reference).exists():
        return None
    return record(case, Kind.UNANSWERED, now=now, before=before, reference=reference)


def _waiting(case: Case) -> Transfer:
    row = transfer_state.standing(case)
    if row is None or row.at_desk:
        raise Refused(_("No transfer of this case waits for an answer."))
    return row
