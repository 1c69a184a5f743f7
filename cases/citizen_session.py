"""What a browser may see without an account: one case, or the cases of a confirmed e-mail address.

Kept in the browser's session beside, and apart from, a staff log-in. Thirty minutes idle or eight hours in
all end it, and so does a new password.
"""

import datetime
from dataclasses import dataclass
from typing import NoReturn

from django.db.models.functions import Lower
from django.http import Http404, HttpRequest
from django.utils import timezone

from cases.models import Case, CaseQuerySet, Recovery

KEY = "citizen"
IDLE, WHOLE = 30 * 60, 8 * 60 * 60
# What a confirmed code must have been asked for, to open the cases of its address.
OPENING = (Recovery.Purpose.PASSWORD, Recovery.Purpose.CASES)
# The time of the last visit is written at most once a minute.
GRAIN = 60


class LoggedOut(Exception):
    """Nobody is logged in here, or no longer."""


@dataclass(frozen=True)
class Right:
    """The right to one case as long as its password stays, to those of an e-mail address, or to the one
    whose telephone got a code."""

    case_id: int | None = None
    stamp: str = ""
    email: str = ""
    recovered: int | None = None

    def cases(self) -> CaseQuerySet:
        """The cases, the newest first, with what a list shows; check `permits` on each."""
        cases: CaseQuerySet = Case.objects.select_related(
            "request_type__category",
            "subdistrict__district__province",
            "channel",
            "title",
            "department",
            "result",
            "agency",
        )
        one = self.recovered if self.case_id is None else self.case_id
        if one is not None:
            cases = cases.filter(pk=one)
        else:
            cases = cases.annotate(address=Lower("email")).filter(address=self.email.lower())
        return cases

    def permits(self, case: Case) -> bool:
        """Whether the case may be read: its own password has not changed, or its address or telephone
        was confirmed."""
        if self.case_id is not None:
            return case.pk == self.case_id and case.stamp_matches(self.stamp)
        if self.recovered is not None:
            return case.pk == self.recovered
        return bool(self.email) and case.email.lower() == self.email.lower()


def open_for_case(request: HttpRequest, case: Case, *, now: datetime.datetime | None = None) -> None:
    """Log the browser in for this case; the session's key changes."""
    _open(request, now, case=case.pk, stamp=case.session_stamp)


def open_for_address(request: HttpRequest, wish: Recovery, *, now: datetime.datetime | None = None) -> None:
    """Log the browser in for the cases of the address, or the case of the telephone, that this wish has
    confirmed."""
    _open(request, now, recovery=str(wish.pk))


def close(request: HttpRequest) -> None:
    """Log out; a staff log-in in the same browser stays."""
    request.session.pop(KEY, None)
    request.session.cycle_key()


def right_of(request: HttpRequest, *, visit: bool = True, now: datetime.datetime | None = None) -> Right:
    """What this browser may see now, noting the `visit`; raises LoggedOut."""
    held, moment = request.session.get(KEY), _seconds(now)
    if not held:
        raise LoggedOut
    if moment - held["seen"] > IDLE or moment - held["since"] > WHOLE:
        _end(request)
    if visit and moment - held["seen"] > GRAIN:
        request.session[KEY] = {**held, "seen": moment}
    return _right(request, held)


def citizen_case(request: HttpRequest, number: str) -> Case:
    """The door to one case: raises LoggedOut without a log-in, and Http404 for a case of somebody else."""
    right = right_of(request)
    case = right.cases().filter(number=number).first()
    if case is None:
        raise Http404
    if not right.permits(case):
        _end(request)
    return case


def may_see(request: HttpRequest, case: Case) -> bool:
    """Whether this browser is logged in for the case; a picture on a page is no visit of its own."""
    try:
        return right_of(request, visit=False).permits(case)
    except LoggedOut:
        return False


def _open(request: HttpRequest, now: datetime.datetime | None, **right: object) -> None:
    request.session.cycle_key()
    moment = _seconds(now)
    request.session[KEY] = {**right, "since": moment, "seen": moment}


def _right(request: HttpRequest, held: dict[str, str | int]) -> Right:
    if "case" in held:
        return Right(case_id=int(held["case"]), stamp=str(held["stamp"]))
    wishes = Recovery.objects.filter(purpose__in=OPENING, confirmed_at__isnull=False)
    wish = wishes.filter(pk=str(held["recovery"])).first()
    if wish is None or not (wish.email or wish.case_id):
        _end(request)
    return Right(email=wish.email) if wish.email else Right(recovered=wish.case_id)


def _end(request: HttpRequest) -> NoReturn:
    request.session.pop(KEY, None)
    raise LoggedOut


def _seconds(now: datetime.datetime | None) -> int:
    return int((now or timezone.now()).timestamp())
