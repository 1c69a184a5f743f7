"""The public figures from what a job has counted, so that no page waits for a count of all cases.

Either way they are made of the same rows, and what is hidden is decided only then.
"""

import datetime
from dataclasses import astuple
from typing import Any

from django.utils import timezone

from cases.lib.process_cache import remembered
from cases.models import PublicSums, RequestType
from cases.statistics import areas
from cases.statistics.public import Counts, Figures, Row, Rows, added_up, counted, figures, made_of

# The job counts every five minutes. No figure is older than both of these together, ten minutes.
USABLE = datetime.timedelta(minutes=7)
REMEMBERED = datetime.timedelta(minutes=3)
# Stands for all request types together.
CITY = ""


def city_figures(request_type: RequestType | None = None) -> Figures:
    """The figures of the city, or of one request type, no older than ten minutes."""
    key = f"figures-{request_type.pk if request_type else 'all'}"
    return remembered(key, lambda: latest(request_type), seconds=REMEMBERED.total_seconds())


def latest(request_type: RequestType | None = None, *, now: datetime.datetime | None = None) -> Figures:
    """The figures from the sums; where these are not of now, the cases are counted."""
    now = now or timezone.now()
    today = timezone.localdate(now)
    if (sums := _usable(now)) is None:
        return figures(request_type, now=now)
    return made_of(_kept(sums, today, request_type), today, request_type)


def keep(*, now: datetime.datetime | None = None) -> None:
    """Count what the figures are made of, and keep their rows in the place of those from before."""
    now = now or timezone.now()
    today = timezone.localdate(now)
    restricted, home = _about()
    counts = counted(today)
    rows = {CITY: _plain(added_up(counts, today))}
    for request_type in RequestType.objects.exclude(pk__in=restricted):
        rows[str(request_type.pk)] = _plain(added_up(counts, today, request_type))
    kept = {"as_of": now, "restricted": restricted, "home": home, "rows": rows, "areas": counts.areas}
    PublicSums.objects.update_or_create(pk=1, defaults=kept)


def _usable(now: datetime.datetime) -> PublicSums | None:
    """What was counted, if that is of the same day and not old, and leaves out what is restricted now."""
    sums = PublicSums.objects.filter(as_of__gt=now - USABLE).first()
    if sums is None or timezone.localdate(sums.as_of) != timezone.localdate(now):
        return None
    return sums if (sums.restricted, sums.home) == _about() else None


def _plain(rows: Rows) -> Any:
    of_type = {pk: astuple(row) for pk, row in rows.request_types.items()}
    return [astuple(rows.total), list(map(astuple, rows.months)), of_type]


def _kept(sums: PublicSums, today: datetime.date, request_type: RequestType | None) -> Rows:
    if (plain := sums.rows.get(str(request_type.pk) if request_type else CITY)) is None:
        return added_up(Counts([], {}), today, request_type)
    total, months, of_type = plain
    rows = {int(pk): Row(*numbers) for pk, numbers in of_type.items()}
    return Rows(Row(*total), [Row(*numbers) for numbers in months], rows, sums.areas)


def _about() -> tuple[list[int], str]:
    """The request types that are left out, and which areas are told apart."""
    return RequestType.restricted_keys(), areas.home()
