"""GET requests: a list by its arguments, one by its number, and what a token stands for."""

import datetime
import uuid
from collections.abc import Mapping
from typing import Any

from django.db import models
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.db.planning import planned_anew
from cases.intake import public_cases
from cases.models import ENDED, OPEN, Attachment, Case, CaseQuerySet, RequestType
from cases.open311 import arguments, rows
from cases.open311.refusals import bad, unknown

STATUSES = {rows.OPEN: OPEN, rows.CLOSED: ENDED}


@planned_anew()
def listed(data: Mapping[str, str], *, now: datetime.datetime | None = None) -> list[dict[str, Any]]:
    """Return the requests that these arguments ask for, the newest first. Raises Refusal."""
    extended = arguments.truth(data, "extensions")
    numbers = arguments.several(data, "service_request_id")
    if numbers:
        cases = public_cases.on_record().filter(number__in=numbers[: arguments.MOST])
        found = rows.rows(_columns(cases.order_by("-received_at", "-pk")), extended=extended)
        if not found:
            raise unknown("service_request_id", ",".join(numbers))
        return found
    page = arguments.page(data)
    cases = _narrowed(data, now or timezone.now())
    return rows.rows(_columns(cases)[page.first : page.last], extended=extended)


def one(number: str, data: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the request with this number, as a list. Raises Refusal (404) where it is not everybody's."""
    cases = _columns(public_cases.on_record().filter(number=number))
    found = rows.rows(cases, extended=arguments.truth(data, "extensions"))
    if not found:
        raise unknown("service_request_id", number)
    return found


def of_token(token: uuid.UUID) -> list[dict[str, Any]]:
    """Return what a token stands for: with the number once everybody may read of the request. Raises Refusal
    (404) for a token that was never given."""
    case = Case.objects.filter(form_token=token, open311__isnull=False).only("number").first()
    if case is None:
        raise unknown("token", str(token))
    number = case.number if is_readable(case) else None
    return [{"service_request_id": number, "token": str(token)}]


def is_readable(case: Case) -> bool:
    """Whether the request with this number can be read: it is everybody's, and none of its files waits for
    the virus scanner."""
    held = Attachment.objects.filter(case=case, scan=Attachment.Scan.WAITING)
    return public_cases.on_record().filter(pk=case.pk).exists() and not held.exists()


def _columns(cases: CaseQuerySet) -> CaseQuerySet:
    return cases.only(*rows.COLUMNS)


def _narrowed(data: Mapping[str, str], now: datetime.datetime) -> CaseQuerySet:
    during = arguments.window(data, span=arguments.SPAN, now=now)
    cases = public_cases.on_record().filter(
        request_type__in=[one.pk for one in _kinds(data)], received_at__range=(during.start, during.end)
    )
    if wanted := _statuses(data):
        cases = cases.filter(status__in=wanted)
    return _changed(cases, data).order_by("-received_at", "-pk")


def _kinds(data: Mapping[str, str]) -> list[RequestType]:
    codes = arguments.several(data, "service_code")
    if not codes:
        return public_cases.kinds()
    known = {one.code: one for one in public_cases.kinds()}
    for code in codes:
        if code not in known:
            raise unknown("service_code", code)
    return [known[code] for code in codes]


def _statuses(data: Mapping[str, str]) -> list[str]:
    named = arguments.several(data, "status")
    if not STATUSES.keys() >= {*named}:
        raise bad(_("status: it is open, closed, or both with a comma."))
    return [status for name in named for status in STATUSES[name]]


def _changed(cases: CaseQuerySet, data: Mapping[str, str]) -> CaseQuerySet:
    """Those whose `updated_datetime`, as the answer tells it, lies in between."""
    after, before = (arguments.moment(data, name) for name in ("updated_after", "updated_before"))
    if after is None and before is None:
        return cases
    told = models.Case(
        models.When(status__in=[*OPEN], then="changed_at"), default=Coalesce("resolved_at", "ended_at")
    )
    timed = cases.annotate(told=told)
    if after is not None:
        timed = timed.filter(changed_at__gte=after, told__gte=after)
    return timed if before is None else timed.filter(told__lte=before)
