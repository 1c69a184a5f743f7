"""Proves that the history of each case is what was written: no event changed, missing, added or out of its
place. That the newest ones were not cut off is proved by the heads of the days (`daily_heads`)."""

from collections.abc import Iterator

from django.db import connection
from django.db.models import Max

from cases.models import EventLink

CASES_AT_ONCE = 20_000
LINKED = """
SELECT link.event_key, "case".number,
       CASE WHEN event.id IS NULL THEN 'is missing'
            WHEN link.place > 1 AND before.event_key IS NULL THEN 'follows an event that is missing'
            ELSE 'was changed' END
FROM cases_eventlink AS link
LEFT JOIN cases_caseevent AS event ON event.id = link.event_key
LEFT JOIN cases_eventlink AS before ON before.case_key = link.case_key AND before.place = link.place - 1
LEFT JOIN cases_case AS "case" ON "case".id = link.case_key
WHERE link.case_key >= %(first)s AND link.case_key < %(end)s AND (
    (event.id IS NULL AND link.destroyed_at IS NULL)
    OR (link.place > 1 AND before.event_key IS NULL)
    OR event.id IS NOT NULL AND (
        event.case_id <> link.case_key
        OR link.salt IS NOT NULL AND cases_event_words(event, link.salt) <> link.words
        OR cases_event_digest(event, link.place, link.words, coalesce(before.digest, '')) <> link.digest
    )
)
ORDER BY link.event_key
"""
UNLINKED = """
SELECT event.id, "case".number, 'was added'
FROM cases_caseevent AS event
JOIN cases_case AS "case" ON "case".id = event.case_id
LEFT JOIN cases_eventlink AS link ON link.event_key = event.id
WHERE event.case_id >= %(first)s AND event.case_id < %(end)s AND link.event_key IS NULL
ORDER BY event.id
"""


def link_unlinked() -> int:
    """Link the events that were written past the trigger, such as copies of a sample, and return how many.
    Call it where they are known to be right."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT cases_link_unlinked()")
        return int(cursor.fetchone()[0])


def forget_copies(*, after: int) -> None:
    """Forget the links of copies of a sample that were taken out again: of the events after this one."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL raprueang.retention_job = 'sample'")
        cursor.execute("DELETE FROM cases_eventlink WHERE event_key > %s", [after])


def faults() -> Iterator[str]:
    """One line for each event that is not as it was written: its key, its case, and what is wrong with it."""
    for first in range(0, _last_case() + 1, CASES_AT_ONCE):
        span = {"first": first, "end": first + CASES_AT_ONCE}
        for statement in (LINKED, UNLINKED):
            with connection.cursor() as cursor:
                cursor.execute(statement, span)
                for event, number, what in cursor.fetchall():
                    yield f"{number or 'a case that is gone'}: event {event} {what}"


def destroyed() -> int:
    """How many events retention jobs have destroyed; the certificates have to name as many."""
    return EventLink.objects.filter(destroyed_at__isnull=False).count()


def _last_case() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(case_id), 0) FROM cases_caseevent")
        of_events = int(cursor.fetchone()[0])
    return max(of_events, EventLink.objects.aggregate(last=Max("case_key"))["last"] or 0)
