"""Our migrations begin with 0.6.0, and each can be run again after a kill at any statement."""

import os
import time
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import InterfaceError, OperationalError, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.recorder import MigrationRecorder
from pytest_django import Settings

from config.management.commands import migrate as migrate_command
from config.whole_migrations import WholeMigrations

OURS = ("cases", "notifications", "workflows", "config")
# Of the many tables of one migration each EVERY-th statement is met; ATTACKS=long meets each.
EVERY = 1 if os.environ.get("ATTACKS") == "long" else 150
# What is written in a transaction that did not end counts for nothing.
OBJECTS = """
SELECT (SELECT count(*) FROM pg_class) + (SELECT count(*) FROM pg_proc) + (SELECT count(*) FROM pg_trigger)
"""


@pytest.fixture
def empty(db: None) -> Iterator[BaseDatabaseWrapper]:
    """An empty database with everything but our own tables."""
    name = f"{connection.settings_dict['NAME']}_empty"
    address = connection.get_connection_params() | {"dbname": "postgres"}
    address.pop("cursor_factory", None)
    with psycopg.connect(**address, autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {name}")
        server.execute(f"CREATE DATABASE {name}")
        other = connection.copy("empty")
        other.settings_dict["NAME"] = name
        connections["empty"] = other
        try:
            yield other
        finally:
            other.close()
            del connections["empty"]
            server.execute(f"DROP DATABASE {name}")


def objects(link: BaseDatabaseWrapper) -> int:
    with link.cursor() as cursor:
        cursor.execute(OBJECTS)
        return int(cursor.fetchone()[0])


def killed_at(link: BaseDatabaseWrapper, number: int) -> Callable[..., Any]:
    """Let so many statements pass; then the session is gone, as after a kill."""
    left = number

    def watch(execute: Callable[..., Any], *rest: Any) -> Any:
        nonlocal left
        if left == 0:
            link.connection.close()
        left -= 1
        return execute(*rest)

    return watch


def migrate(link: BaseDatabaseWrapper, node: tuple[str, str], number: int) -> bool:
    """Apply a migration, but end at the statement of this number; whether it was done before."""
    executor = WholeMigrations(link)
    try:
        with link.execute_wrapper(killed_at(link, number)):
            executor.migrate([node])
    except (OperationalError, InterfaceError):
        # The next process has a session of its own.
        if link.connection:
            link.connection.close()
        link.connection, link.in_atomic_block, link.savepoint_ids, link.needs_rollback = (
            None,
            False,
            [],
            False,
        )
        link.closed_in_transaction, link.atomic_blocks = False, []
        return False
    return True


@pytest.mark.timeout(900)
@pytest.mark.django_db(transaction=True)
def test_each_migration_can_be_run_again_after_a_kill(empty: BaseDatabaseWrapper) -> None:
    graph = WholeMigrations(empty).loader.graph
    for migration, _backwards in WholeMigrations(empty).migration_plan(graph.leaf_nodes()):
        node = (migration.app_label, migration.name)
        if migration.app_label not in OURS:
            WholeMigrations(empty).migrate([node])
            continue
        before, number = objects(empty), 0
        step = EVERY if migration.name.endswith("_tables") else 5
        while not migrate(empty, node, number):
            recorded = node in MigrationRecorder(empty).applied_migrations()
            # An index that is built outside a transaction may be there before it is recorded: the next
            # process finds it.
            assert recorded or objects(empty) == before or not migration.atomic, (node, number)
            number += step
    done = WholeMigrations(empty)
    assert done.migration_plan(done.loader.graph.leaf_nodes()) == []


@pytest.mark.django_db
def test_a_database_of_before_0_6_0_is_refused_with_the_way_out() -> None:
    MigrationRecorder(connection).record_applied("cases", "0001_people")
    with pytest.raises(CommandError, match="Export its set-up"):
        call_command("migrate", verbosity=0)


@pytest.fixture
def another() -> Iterator[psycopg.Connection[Any]]:
    """Another migrate, at work on this database."""
    address = connection.get_connection_params()
    address.pop("cursor_factory", None)
    with psycopg.connect(**address) as link:
        link.execute(migrate_command.ALONE)
        yield link
        link.rollback()


@pytest.mark.django_db
def test_of_two_at_once_the_second_waits_and_does_what_is_left(
    another: psycopg.Connection[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    waited = list[float]()

    def wait(seconds: float) -> None:
        waited.append(seconds)
        another.rollback()

    monkeypatch.setattr(time, "sleep", wait)
    call_command("migrate", verbosity=0)
    assert waited == [migrate_command.PAUSE]


@pytest.mark.django_db
def test_the_second_does_not_wait_without_end(another: psycopg.Connection[Any], settings: Settings) -> None:
    settings.MIGRATE_LOCK_TIMEOUT = 0
    with pytest.raises(CommandError, match="Another migrate"):
        call_command("migrate", verbosity=0)
    another.rollback()
    call_command("migrate", verbosity=0)
