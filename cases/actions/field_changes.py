"""What a step makes of a case in memory: the verbs store it, and a letter can be shown before it is sent."""

import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.deadlines.work_calendar import WorkCalendar
from cases.errors import Refused
from cases.models import Case, Cause, ExternalAgency, ResultCode


def asked(case: Case, question: str) -> None:
    """The citizen has to answer."""
    case.ask()
    case.question = question


def extended(case: Case, to: datetime.date) -> None:
    """There is more time."""
    case.due_on = to


def resolved(
    case: Case,
    *,
    result: ResultCode,
    details: str,
    on: datetime.date | None,
    now: datetime.datetime,
    cause: Cause | None = None,
) -> None:
    """The work has this result, and the matter this cause. Raises Refused for a day before the receipt or
    after today."""
    on = on or timezone.localdate(now)
    if not timezone.localdate(case.received_at) <= on <= timezone.localdate(now):
        raise Refused(_("The date of the result lies between the day of receipt and today."))
    case.resolve()
    case.result, case.result_details, case.result_on, case.cause = result, details, on, cause
    case.resolved_at = case.ended_at = now


def rejected(case: Case, *, reason: str, agency: ExternalAgency | None, now: datetime.datetime) -> None:
    """Not taken on, with a reason and where to go instead."""
    case.reject()
    case.result_details, case.agency, case.ended_at = reason, agency, now
    case.result_on = timezone.localdate(now)


def reopened(case: Case, *, now: datetime.datetime) -> None:
    """It is not fixed, says the citizen."""
    case.reopen()
    _begun_again(case, now)


def asked_to_reopen(case: Case, by: datetime.date) -> None:
    """It is not fixed, says the citizen; the head looks by this day."""
    case.ask_to_reopen()
    case.look_again_by = by


def reopening_refused(case: Case, agency: ExternalAgency | None) -> None:
    """The head stays with the result, and may say where to go instead."""
    case.refuse_reopening()
    case.look_again_by, case.agency = None, agency


def taken_up_again(case: Case, *, now: datetime.datetime) -> None:
    """Its end was wrong, say the staff."""
    case.take_up_again()
    _begun_again(case, now)


def _begun_again(case: Case, now: datetime.datetime) -> None:
    """Without a result, without an officer, with a new deadline."""
    case.officer = case.resolved_at = case.ended_at = None
    case.result = case.result_on = case.cause = case.agency = None
    case.result_details, case.look_again_by = "", None
    case.reopened += 1
    # The plan begins again with the work.
    case.stage = 0
    case.due_on = WorkCalendar.load().due(now, case.request_type.target_working_days)
