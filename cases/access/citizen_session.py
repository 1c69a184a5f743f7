"""What a browser may see without an account: some cases, each by its own password, and the cases of confirmed
e-mail addresses.

Kept in the browser's session beside, and apart from, a staff log-in. Of several log-ins none disturbs
another: each ends after thirty minutes idle or eight hours in all, and with its password.
"""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.db.models.functions import Lower
from django.http import Http404, HttpRequest
from django.utils import timezone

from cases.audit import security_log
from cases.db import compiled
from cases.db.compiled import Given
from cases.models import Case, CaseQuerySet, OneTimeCode

KEY = "citizen"
IDLE, WHOLE = 30 * 60, 8 * 60 * 60
# So many log-ins are good at once: one more ends the one that was idle the longest. Those that have ended are
# remembered for a while, so that who sends words about such a case is led to the log-in and loses none.
MOST, REMEMBERED = 5, 30
# What a confirmed code must have been asked for, to open the cases of its address.
OPENING = (OneTimeCode.Purpose.PASSWORD, OneTimeCode.Purpose.CASES)
# The time of the last visit is written at most once a minute.
GRAIN = 60
# A log-in as the session holds it: what it opens, `since` when, and when it was last `seen`.
Held = dict[str, Any]


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

    def was_for(self, case: Case) -> bool:
        """Whether it opened this case once, whatever has become of the password since."""
        return case.pk == self.case_id or self.permits(case)

    def permits(self, case: Case) -> bool:
        """Whether the case may be read: its own password has not changed, or its address or telephone
        was confirmed."""
        if self.case_id is not None:
            return case.pk == self.case_id and case.stamp_matches(self.stamp)
        if self.recovered is not None:
            return case.pk == self.recovered
        return bool(self.email) and case.email.lower() == self.email.lower()


@dataclass(frozen=True)
class Rights:
    """What the log-ins of a browser open together; there is at least one."""

    held: tuple[Right, ...]

    @property
    def by_code(self) -> "Rights":
        """Those that a code has opened, which give new passwords; raises LoggedOut without one."""
        return _together(right for right in self.held if right.case_id is None)

    @property
    def emails(self) -> list[str]:
        """The confirmed addresses, in small letters."""
        return [right.email.lower() for right in self.held if right.email]

    def cases(self) -> CaseQuerySet:
        """The cases, the newest first, with what a list shows; check `permits` on each."""
        known = [pk for right in self.held for pk in (right.case_id, right.recovered) if pk is not None]
        wanted = Q(pk__in=known) if known else Q()
        if self.emails:
            wanted |= Q(address__in=self.emails)
        return _with_what_a_list_shows().annotate(address=Lower("email")).filter(wanted)

    def permits(self, case: Case) -> bool:
        """Whether one of them is good for the case."""
        return any(right.permits(case) for right in self.held)


def open_for_case(request: HttpRequest, case: Case, *, now: datetime.datetime | None = None) -> None:
    """Log the browser in for this case too; the session's key changes."""
    _open(request, now, case=case.pk, stamp=case.session_stamp)
    security_log.record(security_log.Kind.CASE_OPENED, case=case)


def open_for_address(
    request: HttpRequest, one_time_code: OneTimeCode, *, now: datetime.datetime | None = None
) -> None:
    """Log the browser in for the cases of the address, or the case of the telephone, that this request has
    confirmed."""
    _open(request, now, recovery=str(one_time_code.pk))
    security_log.record(
        security_log.Kind.CASE_OPENED, case=one_time_code.case_id, subject=one_time_code.purpose
    )


def close(request: HttpRequest) -> None:
    """End all log-ins of citizens in this browser."""
    held, moment = _held(request), _seconds(None)
    request.session.pop(KEY, None)
    for one in (one for one in held if _is_young(one, moment)):
        security_log.record(security_log.Kind.CASE_LEFT, case=one.get("case"))


def rights_of(request: HttpRequest, *, now: datetime.datetime | None = None) -> Rights:
    """What this browser may see now, noting the visit; raises LoggedOut."""
    found = _alive(_known(request), _seconds(now))
    _note_visit(request, [held for held, _ in found], _seconds(now))
    return _together(right for _, right in found)


def citizen_case(request: HttpRequest, number: str, *, now: datetime.datetime | None = None) -> Case:
    """Return the case that the citizen is logged in for. Raises LoggedOut without a log-in, or where it has
    ended, and Http404 for a case of somebody else."""
    known, moment = _known(request), _seconds(now)
    alive = _alive(known, moment)
    case: Case | None = compiled.first(Case, "the citizen's", _numbered, number=number) if alive else None
    opening = [held for held, right in alive if case and right.permits(case)]
    if case and opening:
        _note_visit(request, opening, moment)
        return case
    if not alive or any(case and right.was_for(case) for _, right in known):
        raise LoggedOut
    raise Http404


def may_see(request: HttpRequest, case: Case) -> bool:
    """Whether this browser is logged in for the case; a picture on a page is no visit of its own."""
    return any(right.permits(case) for _, right in _alive(_known(request), _seconds(None)))


def _numbered() -> CaseQuerySet:
    return _with_what_a_list_shows().filter(number=Given(Case, "number"))


def _with_what_a_list_shows() -> CaseQuerySet:
    cases: CaseQuerySet = Case.objects.select_related(
        "request_type__category",
        "duplicate",
        "subdistrict__district__province",
        "channel",
        "title",
        "department",
        "result",
        "agency",
    )
    return cases


def _together(rights: Any) -> Rights:
    held = tuple(rights)
    if not held:
        raise LoggedOut
    return Rights(held)


def _open(request: HttpRequest, now: datetime.datetime | None, **opens: object) -> None:
    request.session.cycle_key()
    moment = _seconds(now)
    others = [held for held in _held(request) if "case" not in opens or held.get("case") != opens["case"]]
    latest = sorted(others, key=lambda held: int(held["seen"]))[1 - REMEMBERED :]
    request.session[KEY] = [*latest, {**opens, "since": moment, "seen": moment}]


def _alive(known: list[tuple[Held, Right]], moment: int) -> list[tuple[Held, Right]]:
    """The log-ins that are still good, as far as can be said without their cases."""
    latest = sorted(known, key=lambda one: int(one[0]["seen"]))[-MOST:]
    return [one for one in latest if _is_young(one[0], moment)]


def _is_young(held: Held, moment: int) -> bool:
    return bool(moment - held["seen"] <= IDLE and moment - held["since"] <= WHOLE)


def _known(request: HttpRequest) -> list[tuple[Held, Right]]:
    """The log-ins that this browser holds, however old."""
    held = _held(request)
    confirmed = _confirmed([str(one["recovery"]) for one in held if "recovery" in one])
    rights = [(one, _right(one, confirmed)) for one in held]
    return [(one, right) for one, right in rights if right is not None]


def _confirmed(keys: list[str]) -> dict[str, OneTimeCode]:
    requests = OneTimeCode.objects.filter(purpose__in=OPENING, confirmed_at__isnull=False, pk__in=keys)
    return {str(one_time_code.pk): one_time_code for one_time_code in requests} if keys else {}


def _right(held: Held, confirmed: dict[str, OneTimeCode]) -> Right | None:
    if "case" in held:
        return Right(case_id=int(held["case"]), stamp=str(held["stamp"]))
    one_time_code = confirmed.get(str(held["recovery"]))
    if one_time_code is None or not (one_time_code.email or one_time_code.case_id):
        return None
    return Right(email=one_time_code.email) if one_time_code.email else Right(recovered=one_time_code.case_id)


def _note_visit(request: HttpRequest, visited: list[Held], moment: int) -> None:
    if any(moment - held["seen"] > GRAIN for held in visited):
        request.session[KEY] = [
            {**held, "seen": moment} if held in visited else held for held in _held(request)
        ]


def _held(request: HttpRequest) -> list[Held]:
    held = request.session.get(KEY, [])
    # Until version 0.5.0 a session held one log-in, which outlives the change to this version.
    return [held] if isinstance(held, dict) else list(held)


def _seconds(now: datetime.datetime | None) -> int:
    return int((now or timezone.now()).timestamp())
