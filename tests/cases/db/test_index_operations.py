"""Migrations that make indexes beside the work can be repeated after any kill, and do not wait for ever."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection, models
from django.db.migrations import Migration, RunPython, RunSQL
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from pytest_django import Settings

from cases.db.index_operations import AddIndexRepeatably, RemoveIndexRepeatably

REPEATABLE = (AddIndexRepeatably, RemoveIndexRepeatably)
NAMES = ("case_by_place", "case_by_soi", "case_phone")
OURS = ("cases", "workflows", "notifications", "config")
LISTED = "SELECT indexdef, indisvalid FROM pg_indexes JOIN pg_index ON indexrelid = indexname::regclass"
LISTED += " WHERE schemaname = 'public' AND tablename ~ '^(cases|notifications)_' ORDER BY 1"
HALF = "UPDATE pg_index SET indisvalid = false WHERE indexrelid = %s::regclass"
DDL = ("CREATE", "DROP", "ALTER")


class Killed(Exception):
    """The process ended here."""


def rows(statement: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


@contextmanager
def killed_at(number: int) -> Iterator[None]:
    """End at the statement of this number; an index that was being built is left half made."""
    seen = 0

    def watch(execute: Callable[..., Any], statement: str, *rest: Any) -> Any:
        nonlocal seen
        if statement.startswith(DDL):
            seen += 1
        if seen < number or not statement.startswith(DDL):
            return execute(statement, *rest)
        if statement.startswith("CREATE INDEX CONCURRENTLY"):
            execute(statement, *rest)
            name = statement.split('"')[1]
            execute(HALF, [name], *rest[1:])
        raise Killed

    with connection.execute_wrapper(watch):
        yield


def apply(migration: Migration, state: ProjectState, *, backwards: bool = False) -> None:
    with connection.schema_editor(atomic=False) as editor:
        (migration.unapply if backwards else migration.apply)(state.clone(), editor)


def test_what_does_not_run_in_a_transaction_can_be_repeated() -> None:
    for (app, name), migration in MigrationLoader(None).disk_migrations.items():
        if app in OURS and not migration.atomic:
            odd = [one for one in migration.operations if not isinstance(one, (*REPEATABLE, RunPython))]
            assert odd == [], name


def test_no_other_migration_makes_indexes_beside_the_work() -> None:
    for (app, name), migration in MigrationLoader(None).disk_migrations.items():
        for one in migration.operations if app in OURS else ():
            plain = isinstance(one, (AddIndexConcurrently, RemoveIndexConcurrently))
            assert not plain or isinstance(one, REPEATABLE), name
            assert not (isinstance(one, RunSQL) and "CONCURRENTLY" in str(one.sql)), name


class BesideTheWork(Migration):
    """A migration that makes two indexes and drops a third one, without a transaction."""

    atomic = False
    operations = (
        AddIndexRepeatably("case", models.Index(fields=["place"], name="case_by_place")),
        AddIndexRepeatably("case", models.Index(fields=["soi"], name="case_by_soi")),
        RemoveIndexRepeatably("case", "case_phone"),
    )


@pytest.mark.django_db(transaction=True)
def test_it_can_be_repeated_after_a_kill_at_any_statement() -> None:
    migration, state, before = (
        BesideTheWork("9999_indexes", "cases"),
        MigrationLoader(None).project_state(),
        rows(LISTED),
    )
    for number in range(1, 100):
        try:
            with killed_at(number):
                apply(migration, state)
        except Killed:
            continue
        break
    assert number > 3
    made = {name for definition, valid in rows(LISTED) for name in NAMES if name in definition and valid}
    assert made == {"case_by_place", "case_by_soi"}
    apply(migration, state, backwards=True)
    assert rows(LISTED) == before


@pytest.fixture
def somebody(transactional_db: None) -> Iterator[psycopg.Connection[Any]]:
    """Somebody who has read a case and not ended the transaction."""
    with psycopg.connect(**connection.get_connection_params() | {"application_name": "report"}) as other:
        other.execute("SELECT count(*) FROM cases_case")
        yield other
        other.rollback()


@pytest.fixture
def adding() -> AddIndexRepeatably:
    return AddIndexRepeatably("case", models.Index(fields=["place"], name="case_for_a_test"))


def run(operation: AddIndexRepeatably, *, backwards: bool = False) -> None:
    before = MigrationLoader(None).project_state()
    after = before.clone()
    operation.state_forwards("cases", after)
    with connection.schema_editor(atomic=False) as editor:
        if backwards:
            operation.database_backwards("cases", editor, after, before)
        else:
            operation.database_forwards("cases", editor, before, after)


@pytest.mark.django_db(transaction=True)
def test_it_does_not_wait_without_end_and_goes_on_afterwards(
    adding: AddIndexRepeatably, somebody: psycopg.Connection[Any], settings: Settings
) -> None:
    settings.MIGRATE_LOCK_TIMEOUT = 1
    somebody.execute("LOCK TABLE cases_case IN ROW EXCLUSIVE MODE")
    with pytest.raises(OperationalError, match="lock timeout"):
        run(adding)
    somebody.rollback()
    run(adding)
    assert [valid for made, valid in rows(LISTED) if "case_for_a_test" in made] == [True]
    assert rows("SHOW lock_timeout") == [("5s",)]
    run(adding, backwards=True)
    assert not [made for made, _valid in rows(LISTED) if "case_for_a_test" in made]


@pytest.mark.django_db(transaction=True)
def test_migrate_names_who_is_in_the_way(
    somebody: psycopg.Connection[Any], settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MIGRATE_LOCK_TIMEOUT = 5
    somebody.execute("LOCK TABLE django_migrations IN ACCESS EXCLUSIVE MODE")
    with pytest.raises(CommandError) as refused:
        call_command("migrate", verbosity=0)
    assert f"Process {somebody.info.backend_pid} (report, user postgres, idle in transaction)" in str(
        refused.value
    )
    assert "run migrate again" in str(refused.value)
