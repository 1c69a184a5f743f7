"""Rows that are there once, whoever comes second: the database decides, and no statement fails.

A statement that fails is written into PostgreSQL's log with all that it says, names and addresses included.
"""

from collections.abc import Sequence

from django.db import connection, models


def put(row: models.Model, *, key: Sequence[str], update: Sequence[str]) -> None:
    """Write a row, or the fields `update` of the one that has its `key` already. No signal is sent."""
    type(row)._base_manager.bulk_create(
        [row], update_conflicts=True, unique_fields=list(key), update_fields=list(update)
    )


def leave(row: models.Model) -> None:
    """Write a row, and leave one alone that is there already by any of its keys. No signal is sent."""
    type(row)._base_manager.bulk_create([row], ignore_conflicts=True)


def take_advisory_lock(name: str) -> None:
    """Be the only one who does what has this name, until the commit."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])
