"""Celery's beat, of which only one leads, and which forgets no run: both are kept in PostgreSQL, so it needs
neither a file nor a setting. `celery beat` finds it by `beat_scheduler` in config.celery."""

import datetime
import logging
import time
import uuid
from typing import Any

from celery.beat import Scheduler
from django.db import Error, close_old_connections, connection

from config import runs

log = logging.getLogger(__name__)
# The leader renews every so many seconds; when it dies, another takes over after LEASE.
RENEW, LEASE = 5.0, 20.0
LONG_AGO = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)
TAKE = """
INSERT INTO config_beatlease (id, holder, until)
VALUES (1, %(holder)s, clock_timestamp() + %(seconds)s * interval '1 second')
ON CONFLICT (id) DO UPDATE SET holder = excluded.holder, until = excluded.until
WHERE config_beatlease.holder = excluded.holder OR config_beatlease.until < clock_timestamp()
"""
GIVE_UP = "UPDATE config_beatlease SET until = clock_timestamp() WHERE holder = %(holder)s"


class Timetable(Scheduler):
    """Sends the jobs of the timetable while it leads; waits otherwise. A job whose turn was missed, because
    no beat ran, is sent at once."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.holder = uuid.uuid4()
        self.leads = False
        self.renew_at = 0.0
        super().__init__(*args, **kwargs)

    def tick(self, *args: Any, **kwargs: Any) -> float:
        """Send what is due, if this beat leads; seconds until the next look."""
        if time.monotonic() >= self.renew_at:
            self._renew()
        if not self.leads:
            return RENEW
        return float(min(super().tick(*args, **kwargs), RENEW))

    def close(self) -> None:
        """Let another beat take over at once."""
        if self.leads:
            self._ask(GIVE_UP)
        self.leads = False
        super().close()

    def _renew(self) -> None:
        """Take or keep the lead; who takes it over goes on where the other one stopped."""
        led, self.leads = self.leads, bool(self._ask(TAKE))
        self.renew_at = time.monotonic() + RENEW
        if self.leads and not led:
            log.info("This beat leads.")
            self._remember()

    def _remember(self) -> None:
        last = runs.last_runs()
        for entry in self.schedule.values():
            entry.last_run_at = last.get(str(entry.name), LONG_AGO)
        self._heap = None

    def _ask(self, statement: str) -> int:
        """How many rows it changed; none where the database is away: then nobody leads."""
        close_old_connections()
        try:
            with connection.cursor() as cursor:
                cursor.execute(statement, {"holder": self.holder, "seconds": LEASE})
                return int(cursor.rowcount)
        except Error as error:
            log.warning("The database did not answer: %s", type(error).__name__)
            return 0
