"""Wishes that a code must confirm, carried by a browser from the page that asks to the page for the code."""

import uuid
from typing import TypeVar

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.translation import get_language

from cases.access import attempts, one_time_codes
from cases.limits import rate_limits
from cases.limits.rate_limits import Limit
from cases.models import Case, OneTimeCode

HOUR, DAY = 60 * 60, 24 * 60 * 60
Purpose = OneTimeCode.Purpose
R = TypeVar("R", bound=HttpResponseBase)
# How the throttle calls a purpose; everybody's request to follow one case is not counted together.
COUNTED = {
    Purpose.PASSWORD: "recovery",
    Purpose.EMAIL: "other_email",
    Purpose.FOLLOW: "follow",
    Purpose.CASES: "own_cases",
    Purpose.AREA: "area",
}
KEYS = tuple(f"wish_{purpose.value}" for purpose in Purpose)


def ask(request: HttpRequest, purpose: Purpose, *, wanted: str, case: Case | None = None) -> None:
    """Store the request; a worker looks it up and sends the code. At most 3 an hour and 10 a day from one
    network for an address or number, and for a case by those who are logged in for it; ten times as many
    from a network in all, since a whole town can share one. Raises TooManyTries."""
    what, network = COUNTED[purpose], rate_limits.network(request)
    limits = _limits(what, f"{wanted.lower()} {network}")
    if case is not None and purpose != Purpose.FOLLOW:
        limits += _limits(f"{what}_case", case.number)
    rate_limits.count([*limits, *_limits(f"{what}_network", network, times=10)])
    language = (get_language() or "th")[:2]
    known = attempts.is_known(request, *_account(wanted))
    one_time_code = OneTimeCode.objects.create(
        purpose=purpose, case=case, wanted=wanted, language=language, known=known
    )
    request.session[_key(purpose)] = [str(one_time_code.pk), case.pk if case else None]


def is_asked(request: HttpRequest, purpose: Purpose, case: Case | None = None) -> bool:
    """Whether this browser has asked for such a code, about this case."""
    held = request.session.get(_key(purpose))
    return held is not None and held[1] == (case.pk if case else None)


def confirmed(request: HttpRequest, purpose: Purpose, code: str) -> OneTimeCode | None:
    """The wish of this browser, now confirmed and no longer carried, if this is its code."""
    one_time_code = one_time_codes.confirm(_pk(request, purpose), code, purpose=purpose)
    if one_time_code is not None:
        del request.session[_key(purpose)]
    return one_time_code


def remember(response: R, request: HttpRequest, one_time_code: OneTimeCode) -> R:
    """Know the browser as one whose person reads the letters to this address: strangers who ask for codes do
    not use up theirs."""
    if not one_time_code.email:
        return response
    return attempts.remember(response, request, *_account(one_time_code.email))


def is_over(request: HttpRequest, purpose: Purpose) -> bool:
    """Whether no code can confirm it any more."""
    one_time_code = OneTimeCode.objects.filter(pk=_pk(request, purpose)).first()
    return one_time_codes.is_over(one_time_code, now=timezone.now())


def _pk(request: HttpRequest, purpose: Purpose) -> uuid.UUID:
    return uuid.UUID(request.session[_key(purpose)][0])


def _key(purpose: Purpose) -> str:
    return f"wish_{purpose.value}"


def _account(wanted: str) -> tuple[str, str]:
    """The realm and the account of what a code is asked for: an e-mail address, or the number of a case."""
    return (attempts.ADDRESSES, wanted.lower()) if "@" in wanted else (attempts.CASES, wanted)


def _limits(what: str, subject: str, *, times: int = 1) -> list[Limit]:
    return [
        Limit(f"{what}_hour", subject, 3 * times, HOUR),
        Limit(f"{what}_day", subject, 10 * times, DAY),
    ]
