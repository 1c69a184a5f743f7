"""Which reads go to the read replica: those that are content with a copy, while the copy is young enough.

How old it is tells the lease of the beat, which its leader renews in the database every few seconds: a copy
of the lease is as old as the whole copy, whatever made it. Without a beat, or with a copy that is too old or
away, everything is read from the database itself.
"""

import logging
import time
from typing import Any

from django.conf import settings
from django.db import Error, connections

from cases.db import replica
from config.beat import LEASE

log = logging.getLogger(__name__)
# Each process looks again after so many seconds.
LOOK = 5.0
# Who somebody is, and the session, are never read from it: a log-in of a moment ago would not be there.
COPIED, OWN = ("cases", "workflows"), ("user", "membership")
AGE = "SELECT extract(epoch FROM clock_timestamp() - until) + %s FROM config_beatlease"


class _Seen:
    until, usable = 0.0, False


def usable() -> bool:
    """Whether the copy answers and is no older than REPLICA_LAG seconds, as seen at most LOOK seconds ago."""
    if time.monotonic() >= _Seen.until:
        _Seen.usable = _young()
        _Seen.until = time.monotonic() + LOOK
    return _Seen.usable


def forget() -> None:
    """Look again at the next read."""
    _Seen.until = 0.0


def age() -> float | None:
    """Seconds since the copy's lease was renewed; None where it does not answer, or has none."""
    try:
        with connections[replica.ALIAS].cursor() as cursor:
            cursor.execute(AGE, [LEASE])
            row = cursor.fetchone()
    except Error as error:
        log.warning("The replica does not answer: %s", type(error).__name__)
        connections[replica.ALIAS].close()
        return None
    return float(row[0]) if row else None


def _young() -> bool:
    seconds = age()
    return seconds is not None and seconds <= settings.REPLICA_LAG


class Router:
    """Writes, locks and everything else belong to the database itself."""

    def db_for_read(self, model: Any, **hints: Any) -> str:
        """The copy where the reader is content with it."""
        asked = replica.wanted() and model._meta.app_label in COPIED and model._meta.model_name not in OWN
        return replica.ALIAS if asked and usable() else "default"

    def db_for_write(self, model: Any, **hints: Any) -> str:
        """Never the copy."""
        return "default"

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool:
        """Rows of both are the same rows."""
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        """The copy follows by itself."""
        return db == "default"
