"""The code on a result's paper, by which anybody can check that the city has issued it.

The code is an HMAC over what can never change: the number of the case and the event of its history that
holds the result. It needs no storage. Its key is one of FIELD_KEYS, which are kept outside the database;
a paper stays good as long as its key is in the list.
"""

import datetime
import json
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from cases.models import Case, CaseEvent, Status
from cases.text.normalization import ascii_digits

# Digits: a Thai keyboard makes letters hard. Ten in two groups, so that nobody takes them for the password.
DIGITS = 10
RESULTS = (CaseEvent.Kind.RESOLVED, CaseEvent.Kind.REJECTED)
WITH_RESULT = (Status.RESOLVED, Status.CLOSED, Status.REJECTED)


@dataclass(frozen=True)
class Finding:
    """A genuine paper: its case, the event it reports, and whether that is still the last word."""

    case: Case
    event: CaseEvent
    current: bool


def result_event(case: Case) -> CaseEvent | None:
    """The event that holds the case's result as it stands; None where it has none, or no longer."""
    return _results(case)[0] if case.status in WITH_RESULT else None


def code_for(event: CaseEvent) -> str:
    """The code of the paper about this event: 48302 91756."""
    return spaced(_digits(event, settings.FIELD_KEYS[0]))


def find(number: str, code: str) -> Finding | None:
    """The paper with this number and code; None for an unknown number and for a wrong code alike."""
    cases = Case.objects.select_related("request_type", "result", "agency")
    case = cases.filter(number=number).first()
    if case is None:
        return None
    results, typed = _results(case), canonical(code)
    for event in results:
        if any(constant_time_compare(digits, typed) for digits in _all_digits(event)):
            current = case.status in WITH_RESULT and event == results[0]
            return Finding(case, event, current=current)
    return None


def canonical(typed: str) -> str:
    """The digits alone, whatever blanks, hyphens or Thai digits were typed."""
    return "".join(ch for ch in ascii_digits(typed) if ch in "0123456789")


def spaced(digits: str) -> str:
    """The code as it is printed, in two groups."""
    return f"{digits[: DIGITS // 2]} {digits[DIGITS // 2 :]}"


def _results(case: Case) -> list[CaseEvent]:
    """The events of the case that report a result, the newest first."""
    events = case.events.filter(kind__in=RESULTS).select_related("department")
    return list(events.order_by("-at", "-pk"))


def _all_digits(event: CaseEvent) -> Iterator[str]:
    return (_digits(event, key) for key in settings.FIELD_KEYS)


def _digits(event: CaseEvent, key: str) -> str:
    at = event.at.astimezone(datetime.UTC).isoformat()
    said = json.dumps([event.case.number, event.pk, event.kind, at, event.department_id, event.message])
    digest = salted_hmac("cases.printouts.verification_codes", said, secret=key, algorithm="sha256").digest()
    return f"{int.from_bytes(digest) % 10**DIGITS:0{DIGITS}d}"
