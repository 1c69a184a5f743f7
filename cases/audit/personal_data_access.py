"""Who has read a citizen's person: written down in one statement as it is shown, kept for a year.

A row says who, which case, how, and whether the case was the reader's own; the same reading within an hour is
one. Whoever reads does not wait for it, and a page goes on where it cannot be written.
"""

import datetime
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db import Error, connection
from django.utils import timezone

from cases.audit import citizen_privacy
from cases.audit.security_log import forget
from cases.models import Case, Reading, User

log = logging.getLogger("security")
Context = Reading.Context
KEPT = datetime.timedelta(days=365)
NOTE = """
INSERT INTO cases_reading (at, reader_id, case_id, hour, way, own)
SELECT %(at)s, %(reader)s, one.case_id, date_trunc('hour', %(at)s::timestamptz), %(way)s, one.own
FROM unnest(%(cases)s::int[], %(own)s::bool[]) AS one (case_id, own)
ON CONFLICT DO NOTHING
"""
# Notes that wait for the end of a transaction.
_waiting: ContextVar[list[dict[str, Any]] | None] = ContextVar("readings", default=None)
# Unusual is a day on which somebody has read the citizens of at least so many cases that were not the own
# ones, and of so many times as many as on the middle one of that person's days of the four weeks before.
LEAST, TIMES, WEEKS = 20, 3, 4
SHOWN_DAYS, MOST = 30, 100
UNUSUAL = """
WITH days AS (
  SELECT reader_id, (hour AT TIME ZONE %(zone)s)::date AS day,
         count(DISTINCT case_id) FILTER (WHERE NOT own) AS others
  FROM cases_reading WHERE hour >= %(since)s GROUP BY 1, 2
)
SELECT days.day, days.reader_id, days.others, coalesce(before.usual, 0)
FROM days, LATERAL (
  SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY others) AS usual FROM days AS earlier
  WHERE earlier.reader_id = days.reader_id AND earlier.day < days.day
    AND earlier.day >= days.day - %(window)s::int
) AS before
WHERE days.day >= %(first)s AND days.others >= %(least)s
  AND days.others >= %(times)s * coalesce(before.usual, 0)
ORDER BY days.day DESC, days.others DESC, days.reader_id LIMIT %(most)s
"""


@dataclass(frozen=True)
class Unusual:
    """A day on which somebody read unusually much: how many cases of others, and how many are usual."""

    day: datetime.date
    reader: User
    others: int
    usual: float

    @property
    def query(self) -> str:
        """The address of this person's readings of that day, for the form of the readings."""
        parts = {"day": self.day.day, "month": self.day.month, "year": self.day.year}
        days = {f"{end}_{part}": value for end in ("since", "until") for part, value in parts.items()}
        return f"?{urlencode({'reader': self.reader.pk} | days)}"


def note(
    reader: User, cases: Sequence[Case], way: Reading.Context, *, now: datetime.datetime | None = None
) -> None:
    """Write down that this person is shown who the citizens of these cases are, or have `outlasting` do it. A
    failure is a line in the log, with numbers of rows alone."""
    if not cases:
        return
    values: dict[str, Any] = {
        "at": now or timezone.now(),
        "reader": reader.pk,
        "way": way,
        "cases": [case.pk for case in cases],
        "own": [citizen_privacy.is_own(reader, case) for case in cases],
    }
    waiting = _waiting.get()
    if waiting is None:
        _write(values)
    else:
        waiting.append(values)


@contextmanager
def outlasting() -> Iterator[None]:
    """Write the notes made within when it ends, so that a transaction that is rolled back, and whose page is
    shown nevertheless, does not take them along. An error shows no page."""
    notes: list[dict[str, Any]] = []
    token = _waiting.set(notes)
    try:
        yield
    finally:
        _waiting.reset(token)
    for values in notes:
        _write(values)


def _write(values: dict[str, Any]) -> None:
    try:
        with connection.cursor() as cursor:
            cursor.execute(NOTE, values)
    except Error as error:
        case, reader = values["cases"][0], values["reader"]
        log.warning("The reading of %d by %d was not noted: %s", case, reader, type(error).__name__)


def unusual(*, today: datetime.date | None = None) -> list[Unusual]:
    """Return the unusual days of the last thirty, the newest first (two statements)."""
    today = today or timezone.localdate()
    first = today - datetime.timedelta(days=SHOWN_DAYS)
    since = datetime.datetime.combine(first - datetime.timedelta(weeks=WEEKS), datetime.time())
    values: dict[str, Any] = {
        "zone": timezone.get_default_timezone_name(),
        "since": timezone.make_aware(since),
        "first": first,
        "window": WEEKS * 7,
        "least": LEAST,
        "times": TIMES,
        "most": MOST,
    }
    with connection.cursor() as cursor:
        cursor.execute(UNUSUAL, values)
        rows = cursor.fetchall()
    people = User.objects.in_bulk({reader for _day, reader, _others, _usual in rows}) if rows else {}
    return [Unusual(day, people[reader], others, usual) for day, reader, others, usual in rows]


def purge(*, now: datetime.datetime | None = None) -> int:
    """Remove the readings that are older than a year; return how many."""
    return forget(Reading, (now or timezone.now()) - KEPT)
