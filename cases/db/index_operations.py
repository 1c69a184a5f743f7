"""Operations of migrations that make and drop indexes beside the work, and can be repeated after a kill.

PostgreSQL builds such an index outside a transaction: what is interrupted leaves an index that is not valid,
and the migration is not recorded. Each operation therefore looks at what is there. It waits for those who
have begun as long as MIGRATE_LOCK_TIMEOUT says; `manage.py migrate` then names them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently

VALID = """
SELECT indisvalid FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
WHERE relname = %s AND pg_table_is_visible(indexrelid)
"""
# A server that builds for somebody who has gone gives up soon.
PATIENCE = (
    "SELECT set_config('lock_timeout', %s, false), set_config('client_connection_check_interval', %s, false)"
)
FOUND = "SELECT current_setting('lock_timeout'), current_setting('client_connection_check_interval')"


class AddIndexRepeatably(AddIndexConcurrently):
    """Make an index where a valid one of this name is not there yet."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Make it; half of one, left by a kill, goes first."""
        with _patient(schema_editor):
            if not _is_there(schema_editor, self.index.name):
                super().database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Drop it, where it is there."""
        with _patient(schema_editor):
            super().database_backwards(app_label, schema_editor, from_state, to_state)


class RemoveIndexRepeatably(RemoveIndexConcurrently):
    """Drop an index, where it is there."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Drop it."""
        with _patient(schema_editor):
            super().database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Make it anew."""
        with _patient(schema_editor):
            if not _is_there(schema_editor, self.name):
                super().database_backwards(app_label, schema_editor, from_state, to_state)


def _is_there(schema_editor: Any, name: str) -> bool:
    """Say whether a valid index of this name is there; one that is not valid is dropped."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(VALID, [name])
        row = cursor.fetchone()
    if row is None or row[0]:
        return row is not None
    schema_editor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {schema_editor.quote_name(name)}")
    return False


@contextmanager
def _patient(schema_editor: Any) -> Iterator[None]:
    """Wait for others longer than a page does, but not without end."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(FOUND)
        before = cursor.fetchone()
        cursor.execute(PATIENCE, [f"{settings.MIGRATE_LOCK_TIMEOUT}s", "5s"])
        try:
            yield
        finally:
            cursor.execute(PATIENCE, before)
