"""Who has a case open at this moment: each page says so when it is shown and every 20 seconds, and hears of
the others in the same statement."""

import datetime
from dataclasses import dataclass

from django.db import connection
from django.utils import timezone

from cases.models import Case, User
from workflows.models import Presence

# Three missed calls: the page is closed, or its computer sleeps.
STALE = 60
# The search shows what somebody had open lately.
KEPT = datetime.timedelta(days=7)
SEEN = """
WITH me AS (
    INSERT INTO workflows_presence (case_id, user_id, since, seen_at)
    VALUES (%(case)s, %(user)s, now(), now())
    ON CONFLICT (case_id, user_id) DO UPDATE SET seen_at = now(), since = CASE
        WHEN workflows_presence.seen_at < now() - make_interval(secs => %(stale)s) THEN now()
        ELSE workflows_presence.since END
)
SELECT people.id, people.username, people.first_name, people.last_name, presence.since
FROM workflows_presence AS presence JOIN cases_user AS people ON people.id = presence.user_id
WHERE presence.case_id = %(case)s AND presence.user_id <> %(user)s AND people.is_active
    AND presence.seen_at >= now() - make_interval(secs => %(stale)s)
ORDER BY presence.since, people.id
"""


@dataclass(frozen=True)
class Reader:
    """Somebody else who has the case open, and since when."""

    user: User
    since: datetime.datetime


def seen(case: Case, *, by: User) -> list[Reader]:
    """Note that this person has the case open, and say who else has; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(SEEN, {"case": case.pk, "user": by.pk, "stale": STALE})
        rows = cursor.fetchall()
    return [
        Reader(User(pk=pk, username=username, first_name=first, last_name=last), since)
        for pk, username, first, last, since in rows
    ]


def purge(*, now: datetime.datetime | None = None) -> int:
    """Forget who had which case open; return how many rows."""
    gone, _ = Presence.objects.filter(seen_at__lt=(now or timezone.now()) - KEPT).delete()
    return gone
