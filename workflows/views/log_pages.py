"""The pages of a log, the newest rows first, and the days that it is narrowed to."""

import datetime
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils import timezone

from cases.forms.asked import NO_PAGE
from cases.lib.keyset import PAGE, Keyset

ORDER = Keyset("at")


class Turned(NamedTuple):
    """The rows of a page, the newest first, the address of the page of older ones, empty for the last, and
    what the address asks for that is not there."""

    rows: list[Any]
    older: str = ""
    missing: tuple[Any, ...] = ()


def turned(query: QueryDict, *found: QuerySet[Any]) -> Turned:
    """Read one page of logs with `at` and a number as key; several sets make one list, each row once. A
    key that makes no sense gives nothing."""
    key = query.get("before", "")
    if not _is_past(key):
        return Turned([], missing=(NO_PAGE,))
    where, rows = ORDER.after(key), dict[int, Any]()
    for one in found:
        for row in ORDER.ordered(one.filter(where))[: PAGE + 1]:
            rows[row.pk] = row
    newest = sorted(rows.values(), key=lambda row: (row.at, row.pk), reverse=True)
    shown = newest[:PAGE]
    if len(newest) <= PAGE:
        return Turned(shown)
    older = query.copy()
    older["before"] = ORDER.key(shown[-1])
    return Turned(shown, f"?{older.urlencode()}")


def between(since: datetime.date | None, until: datetime.date | None) -> Q:
    """Rows of these days, both of them included, in local time; as bounds, so that an index serves."""
    found = Q()
    if since:
        found &= Q(at__gte=_midnight(since))
    if until:
        found &= Q(at__lt=_midnight(until + datetime.timedelta(days=1)))
    return found


def _is_past(key: str) -> bool:
    """Whether a key names a place, or none is given; a log has none in the future."""
    place = ORDER.place(key)
    return not key if place is None else place.value <= timezone.now()


def _midnight(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time()))
