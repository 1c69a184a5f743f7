"""A transfer that waits for its answer: what the verbs of a case ask of it, and what becomes of it.

A department accepts or sends back within ANSWER_WORKING_DAYS. The third transfer of a case goes to nobody's
department but to the clerk, who decides (docs/decisions.md).
"""

import datetime

from django.utils.translation import gettext as _

from cases.deadlines.work_calendar import WorkCalendar
from cases.errors import Refused
from cases.events import Kind, record
from cases.models import Case, CaseEvent, Department, Status, Transfer, User

ANSWER_WORKING_DAYS = 1
# So many transfers the departments settle among themselves.
AMONG_DEPARTMENTS = 2
State = Transfer.State


def unanswered_transfer(case: Case) -> Transfer | None:
    """The transfer of the case that waits for its answer; read once for each object. One with an officer has
    none, and one that has just come in (it has no process yet) was never sent on: they read nothing."""
    if case.officer_id or not case.process_id or case.status not in (Status.RECEIVED, Status.ASSIGNED):
        return None
    read: list[Transfer] | None = getattr(case, "unanswered", None)
    if read is None:
        read = list(case.transfers.unanswered().select_related("sender", "receiver"))
        _keep(case, read)
    return next((row for row in read if row.is_unanswered), None)


def is_at_desk(case: Case) -> bool:
    """Whether the clerk decides which department takes the case."""
    found = unanswered_transfer(case)
    return found is not None and found.at_desk


def goes_to_clerk(case: Case) -> bool:
    """Whether the next transfer is the clerk's to decide; a restricted case, which the clerk may not read,
    stays among the departments."""
    return not case.request_type.restricted and case.transfers.count() >= AMONG_DEPARTMENTS


def hand_over(case: Case, *, to: Department, by: User, reason: str, now: datetime.datetime) -> CaseEvent.Kind:
    """Send the case, which is not saved here, to the department or to the clerk's desk; return what has
    happened then. The clerk's own third transfer is the decision. Raises Refused at the desk."""
    override(case, by=by, now=now)
    start = State.DESK if goes_to_clerk(case) else State.OPEN
    row = Transfer(case=case, sender=case.department, receiver=to, by=by, reason=reason, at=now, state=start)
    row.accept_by = WorkCalendar.load().due(now, ANSWER_WORKING_DAYS)
    kind = Kind.TRANSFERRED
    if row.at_desk and by.has_perm("cases.route_case"):
        row.decide(by=by, reason=reason, now=now)
        kind = Kind.PLACED
    if row.at_desk:
        kind = Kind.TO_CLERK
    else:
        case.department, case.unit = to, None
    row.save()
    _keep(case, [row])
    case.officer = None
    return kind


def accept(case: Case, *, by: User, now: datetime.datetime) -> bool:
    """Accept a transfer that waits, as judging the case does; return whether there was one. Raises Refused at
    the clerk's desk."""
    row = _unanswered(case, by)
    if row is None:
        return False
    row.accept(by=by, now=now)
    row.save()
    return True


def take_over(case: Case, *, by: User, now: datetime.datetime) -> None:
    """Accept a transfer that waits, as naming an officer does, and record it; nothing where none does. Raises
    Refused at the clerk's desk."""
    if accept(case, by=by, now=now):
        record(case, Kind.TAKEN_OVER, by=by, now=now, before=case.status)


def override(case: Case, *, by: User | None, now: datetime.datetime) -> None:
    """Another step leaves nothing to answer. Raises Refused at the clerk's desk, where only the citizen (`by`
    is None) may take one."""
    row = _unanswered(case, by)
    if row is not None:
        row.override(by=by, now=now)
        row.save()


def _unanswered(case: Case, by: User | None) -> Transfer | None:
    row = unanswered_transfer(case)
    if row is not None and row.at_desk and by is not None:
        raise Refused(_("The clerk decides which department takes this case."))
    return row


def _keep(case: Case, rows: list[Transfer]) -> None:
    """Let the object know what was sent; what was answered since, the rows say themselves."""
    case.unanswered = rows  # type: ignore[attr-defined]
