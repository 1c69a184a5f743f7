"""Turning the pages of a log by its time and key: as quick on the last page as on the first."""

import datetime
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils import timezone

from cases.forms.asked import NO_PAGE

PAGE = 50
ZERO = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
MICROSECOND = datetime.timedelta(microseconds=1)


class Turned(NamedTuple):
    """The rows of a page, the newest first, the address of the page of older ones, empty for the last, and
    what the address asks for that is not there."""

    rows: list[Any]
    older: str = ""
    missing: tuple[Any, ...] = ()


def turned(query: QueryDict, *found: QuerySet[Any]) -> Turned:
    """Read one page of logs with `at` and a number as key; several sets make one list, each row once. A
    key that makes no sense gives nothing."""
    where, rows = _before(query.get("before", "")), dict[int, Any]()
    if where is None:
        return Turned([], missing=(NO_PAGE,))
    for one in found:
        for row in one.filter(where).order_by("-at", "-pk")[: PAGE + 1]:
            rows[row.pk] = row
    newest = sorted(rows.values(), key=lambda row: (row.at, row.pk), reverse=True)
    shown = newest[:PAGE]
    if len(newest) <= PAGE:
        return Turned(shown)
    older = query.copy()
    older["before"] = f"{(shown[-1].at - ZERO) // MICROSECOND}-{shown[-1].pk}"
    return Turned(shown, f"?{older.urlencode()}")


def between(since: datetime.date | None, until: datetime.date | None) -> Q:
    """Rows of these days, both of them included, in local time; as bounds, so that an index serves."""
    found = Q()
    if since:
        found &= Q(at__gte=_midnight(since))
    if until:
        found &= Q(at__lt=_midnight(until + datetime.timedelta(days=1)))
    return found


def _before(key: str) -> Q | None:
    """The rows older than the one with this key; None for nonsense and for the future, which has none."""
    if not key:
        return Q()
    moment, _dash, number = key.partition("-")
    if not all(part.isascii() and part.isdigit() and len(part) < 18 for part in (moment, number)):
        return None
    try:
        at = ZERO + int(moment) * MICROSECOND
    except OverflowError:
        return None
    if at > timezone.now():
        return None
    return Q(at__lte=at) & (Q(at__lt=at) | Q(pk__lt=int(number)))


def _midnight(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time()))
