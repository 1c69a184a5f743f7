"""Counts what went wrong in the answers of all processes, by the hour, so that page, mail and rules see it.

A process counts for itself and writes the sum down when it next answers somebody, at most every ten seconds:
an error costs no statement of its own, and one of the database is written down once that is back.
"""

import threading
import time
from enum import StrEnum

from django.db import Error, connection, transaction
from django.utils import timezone

EVERY = 10.0


class What(StrEnum):
    """What went wrong: a page that failed, a request that was refused in a rush."""

    ERROR = "error"
    SHED = "shed"


_lock = threading.Lock()
_waiting: dict[What, int] = {}
_written = [-EVERY]
_PUT = """
INSERT INTO config_trouble (what, hour, number) VALUES (%s, %s, %s)
ON CONFLICT (what, hour) DO UPDATE SET number = config_trouble.number + excluded.number
"""


def count(what: What, number: int = 1) -> None:
    """One more, in this process."""
    with _lock:
        _waiting[what] = _waiting.get(what, 0) + number


def forget() -> None:
    """Count anew, as a process that has just begun."""
    with _lock:
        _waiting.clear()
        _written[0] = -EVERY


def write_down(*, every: float = EVERY) -> None:
    """Add what was counted here to the sum of this hour, if that was not done just now. What cannot be
    written is kept for the next time."""
    with _lock:
        if not _waiting or time.monotonic() - _written[0] < every:
            return
        _written[0], taken = time.monotonic(), dict(_waiting)
        _waiting.clear()
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            for what, number in sorted(taken.items()):
                cursor.execute(_PUT, [what, hour, number])
    except Error:
        for what, number in taken.items():
            count(what, number)
