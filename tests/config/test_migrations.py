"""Our migrations begin with 0.6.0, and each can be run again after a kill at any statement."""

import os
import time
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import count
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
# PostgreSQL itself undoes a transaction: of the migrations in one the newest of each application is killed,
# when all is done but the commit, and of each other it is seen that nothing is done outside the transaction.
# The rest is killed at each statement. ATTACKS=long kills every migration at each statement.
EACH = os.environ.get("ATTACKS") == "long"
RECORD = 'INSERT INTO "django_migrations"'
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


class Killed(WholeMigrations):
    """Is killed in our migrations, and begins again as the next process does."""

    def __init__(self, link: BaseDatabaseWrapper) -> None:
        super().__init__(link)
        self.newest = set(self.loader.graph.leaf_nodes())
        self.done, self.killed = set[tuple[str, str]](), Counter[tuple[str, str]]()

    def apply_migration(
        self, state: Any, migration: Any, fake: bool = False, fake_initial: bool = False
    ) -> Any:
        """Apply the migration, after it was killed wherever it is to be."""
        node = (migration.app_label, migration.name)
        if migration.app_label not in OURS:
            return super().apply_migration(state, migration)
        if not migration.atomic or EACH:
            return self._killed_at_each_statement(state, migration, node)
        if node in self.newest:
            before = objects(self.connection)
            with pytest.raises((OperationalError, InterfaceError)):
                self._apply(state.clone(), migration, node, kill=RECORD)
            self._ended(node)
            assert (objects(self.connection), self._recorded(node)) == (before, False), node
        return self._apply(state, migration, node)

    def _killed_at_each_statement(self, state: Any, migration: Any, node: tuple[str, str]) -> Any:
        for number in count():
            before = objects(self.connection)
            try:
                return self._apply(state.clone(), migration, node, kill=number)
            except (OperationalError, InterfaceError):
                self._ended(node)
            if self._recorded(node):
                self.done.add(node)
                migration.mutate_state(state, preserve=False)
                return state
            # An index that is built outside a transaction may be there before it is recorded: the next
            # process finds it.
            assert objects(self.connection) == before or not migration.atomic, node
        raise AssertionError(node)

    def _apply(self, state: Any, migration: Any, node: tuple[str, str], kill: int | str = "") -> Any:
        """Apply it up to the statement of this number or beginning; then the session is gone, as after a
        kill."""
        transactions, numbers = set[int](), count()

        def watch(execute: Callable[..., Any], statement: Any, *rest: Any) -> Any:
            recording = str(statement).startswith(RECORD)
            if next(numbers) == kill:
                self.connection.connection.close()
            elif migration.atomic:
                assert self.connection.in_atomic_block, (node, statement)
                transactions.add(self._transaction_id())
            done = execute(statement, *rest)
            if recording:
                self.done.add(node)
            if recording and kill == RECORD:
                self.connection.connection.close()
            return done

        with self.connection.execute_wrapper(watch):
            found = super().apply_migration(state, migration)
        assert len(transactions) == migration.atomic, node
        return found

    def _transaction_id(self) -> int:
        """The transaction of this session; asked beside Django, which would count it as a statement."""
        return int(self.connection.connection.execute("SELECT pg_current_xact_id()::text").fetchone()[0])

    def _ended(self, node: tuple[str, str]) -> None:
        self.killed[node] += 1
        self.done.discard(node)
        new_session(self.connection)

    def _recorded(self, node: tuple[str, str]) -> bool:
        return node in MigrationRecorder(self.connection).applied_migrations()


def new_session(link: BaseDatabaseWrapper) -> None:
    """The next process has a session of its own."""
    if link.connection:
        link.connection.close()
    link.connection, link.in_atomic_block, link.needs_rollback = None, False, False
    link.closed_in_transaction, link.savepoint_ids, link.atomic_blocks = False, [], []


@pytest.mark.timeout(900)
@pytest.mark.django_db(transaction=True)
def test_each_migration_can_be_run_again_after_a_kill(empty: BaseDatabaseWrapper) -> None:
    executor = Killed(empty)
    plan = [one for one, _backwards in executor.migration_plan(executor.newest) if one.app_label in OURS]
    executor.migrate([*executor.newest])
    assert executor.done == {(one.app_label, one.name) for one in plan}
    outside = {(one.app_label, one.name) for one in plan if not one.atomic}
    newest = {node for node in executor.newest if node[0] in OURS}
    assert outside | newest <= set(executor.killed)
    assert all(executor.killed[node] > 1 for node in outside)
    assert WholeMigrations(empty).migration_plan(executor.newest) == []


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
