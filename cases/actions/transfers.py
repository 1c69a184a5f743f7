"""The answers to a transfer: the receiving head accepts or sends back, the clerk decides the third one."""

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cases.actions import transfer_state
from cases.actions.step import lock_for_step
from cases.errors import Refused
from cases.events import Kind, is_recorded
from cases.models import Case, CaseEvent, Department, Transfer, User
from cases.models.case.event_content import UnansweredTransfer


@transaction.atomic
def accept(case: Case, *, by: User, now: datetime.datetime | None = None) -> Case:
    """The department takes the case that was sent to it; its head names the officer later."""
    case, step = lock_for_step(case, now)
    row = _waiting(case)
    row.accept(by=by, now=step.now)
    row.save()
    return step.commit(Kind.TAKEN_OVER, by=by)


@transaction.atomic
def send_back(case: Case, *, by: User, reason: str, now: datetime.datetime | None = None) -> Case:
    """The department does not take it: it goes back to the one that sent it, which decides again; `reason` is
    for the staff alone."""
    case, step = lock_for_step(case, now)
    row = _waiting(case)
    case.transfer()
    case.department, case.unit = row.sender, None
    row.send_back(by=by, reason=reason, now=step.now)
    row.save()
    return step.commit(Kind.SENT_BACK, by=by, message=reason)


@transaction.atomic
def place(case: Case, *, to: Department, by: User, reason: str, now: datetime.datetime | None = None) -> Case:
    """The clerk decides which department takes a case that was sent on for the third time: any of them, also
    the one that sent it. It cannot be sent back."""
    case, step = lock_for_step(case, now)
    row = transfer_state.unanswered_transfer(case)
    if row is None or not row.at_desk:
        raise Refused(_("This case is not on the clerk's desk."))
    if not to.active:
        raise Refused(_("Choose another department."))
    case.transfer()
    case.department, case.unit = to, None
    row.decide(by=by, reason=reason, now=step.now)
    row.save()
    return step.commit(Kind.PLACED, by=by, message=reason)


@transaction.atomic
def call_clerk(case: Case, *, now: datetime.datetime | None = None) -> CaseEvent | None:
    """Record, once for each transfer, that it was not answered in time; None if it was, or done before."""
    case, step = lock_for_step(case, now)
    row = transfer_state.unanswered_transfer(case)
    if row is None or not row.is_overdue_at(step.now):
        return None
    content = UnansweredTransfer(row.pk)
    if is_recorded(case, Kind.UNANSWERED, content):
        return None
    return step.record(Kind.UNANSWERED, content=content)


def _waiting(case: Case) -> Transfer:
    row = transfer_state.unanswered_transfer(case)
    if row is None or row.at_desk:
        raise Refused(_("No transfer of this case waits for an answer."))
    return row
