"""`manage.py migrate`: Django's own, but one at a time; it can be run again after any kill, and says in a
sentence whom it waited for in vain."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import OperationalError, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from psycopg import errors

from config.whole_migrations import WholeMigrations

# Django's command has no place to name its executor.
migrate.MigrationExecutor = WholeMigrations  # type: ignore[attr-defined]

# The first migration of every release before 0.6.0.
BEGAN_OTHERWISE = ("cases", "0001_people")
TOO_OLD = (
    "This database was made by a release before 0.6.0, and cannot be carried over. Export its set-up with "
    "that release, make a new database, and import the set-up: docs/operations.md, “From before 0.6.0”. "
    "The demo begins afresh when its folder var/ is removed."
)
BUSY = (
    "Another migrate is changing this database and has not ended. Nothing is broken. Wait for it, then run "
    "migrate again: it does what is left."
)
# Asked again and again: a statement that waits would keep the other one from building an index.
ALONE = "SELECT pg_backend_pid(), pg_try_advisory_xact_lock(hashtextextended('migrate', 0))"
PAUSE = 0.5  # seconds
# Whoever holds a lock of this database for a while, or has a transaction open. Their statements may hold
# personal data and are not shown.
OTHERS = """
SELECT pid, usename, application_name, state, coalesce(xact_start, query_start) FROM pg_stat_activity
WHERE pid NOT IN (pg_backend_pid(), %s) AND datname = current_database()
    AND xact_start < clock_timestamp() - make_interval(secs => %s)
ORDER BY xact_start
"""
# Whoever is younger than a page's patience was not waited for.
LONG = 4  # seconds


class Command(migrate.Command):
    """Ends with the names of those who were in the way; what was done before stays done."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate, or say who keeps it from doing so. Raises CommandError for a database of before 0.6.0."""
        with _alone(options["database"]) as beside:
            self._migrate(beside, *args, **options)

    def _migrate(self, beside: int, *args: Any, **options: Any) -> None:
        try:
            if BEGAN_OTHERWISE in MigrationRecorder(connections[options["database"]]).applied_migrations():
                raise CommandError(TOO_OLD)
            super().handle(*args, **options)
        except OperationalError as error:
            if not isinstance(error.__cause__, errors.LockNotAvailable):
                raise
            said = "\n".join(_in_the_way(options["database"], beside)) or "It has gone meanwhile."
            raise CommandError(
                f"A change of the tables waited for somebody else and gave up: {error.__cause__}\n{said}\n"
                "Nothing is broken. Wait for them or end them, then run migrate again: it goes on from here."
            ) from error


@contextmanager
def _alone(alias: str) -> Iterator[int]:
    """Keep every other migrate off a database by a transaction in another session, whose process is given:
    behind PgBouncer the lock of a session would stay with a stranger. Raises CommandError where another one
    takes too long."""
    beside = connections[alias].copy()
    until = time.monotonic() + settings.MIGRATE_LOCK_TIMEOUT
    try:
        beside.set_autocommit(False)
        while not (found := _asked(beside))[1]:
            if time.monotonic() > until:
                raise CommandError(BUSY)
            time.sleep(PAUSE)
        yield found[0]
    finally:
        beside.close()


def _asked(beside: BaseDatabaseWrapper) -> tuple[int, bool]:
    """Return the process of this connection, and whether its transaction holds the lock."""
    with beside.cursor() as cursor:
        cursor.execute(ALONE)
        process, held = cursor.fetchone()
    return process, held


def _in_the_way(alias: str, beside: int) -> Iterator[str]:
    """One sentence for each session that has had a transaction open for long, the oldest first; `beside` is
    our own."""
    with connections[alias].cursor() as cursor:
        cursor.execute(OTHERS, [beside, LONG])
        for pid, user, program, state, since in cursor.fetchall():
            at = timezone.localtime(since).strftime("%d.%m. %H:%M:%S")
            who = f"{program or 'unnamed'}, user {user}, {state}"
            yield f"  Process {pid} ({who}) has a transaction since {at}."
