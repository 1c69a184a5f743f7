"""The functions and triggers of the database are those of the `.sql` files; each file can be run again."""

import re
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from cases.db.sql_files import RunSQLFile, folder, text

pytestmark = pytest.mark.django_db
FILES = [
    (app, file.stem)
    for app in ("cases", "notifications", "workflows")
    for file in sorted(folder(app).glob("*.sql"))
]
FUNCTION = re.compile(r"CREATE OR REPLACE FUNCTION (\w+)\(")
TRIGGER = re.compile(r"CREATE OR REPLACE TRIGGER (\w+) .*?\bON (\w+)", re.DOTALL)
FUNCTIONS = (
    "SELECT proname, pg_get_functiondef(pg_proc.oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
)
TRIGGERS = (
    "SELECT tgname, tgrelid::regclass::text, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal"
)
OTHERS = """
SELECT relname, relpersistence::text FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'S')
UNION ALL SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
UNION ALL SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
"""


def rows(statement: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return sorted(cursor.fetchall())


def declared(pattern: re.Pattern[str]) -> list[Any]:
    return sorted(found for file in FILES for found in pattern.findall(text(*file)))


def test_the_database_has_just_the_functions_of_the_files() -> None:
    assert [name for name, _definition in rows(FUNCTIONS)] == declared(FUNCTION)


def test_the_database_has_just_the_triggers_of_the_files() -> None:
    assert [(name, table) for name, table, _definition in rows(TRIGGERS)] == declared(TRIGGER)


@pytest.mark.parametrize(("app", "name"), FILES)
def test_a_file_that_is_run_again_changes_nothing(app: str, name: str) -> None:
    before = [rows(statement) for statement in (FUNCTIONS, TRIGGERS, OTHERS)]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(text(app, name))
    assert [rows(statement) for statement in (FUNCTIONS, TRIGGERS, OTHERS)] == before


@pytest.mark.parametrize(("app", "name"), FILES)
def test_a_migration_runs_each_file(app: str, name: str) -> None:
    migrations = [
        one for (label, _name), one in MigrationLoader(None).disk_migrations.items() if label == app
    ]
    operations = [operation for one in migrations for operation in one.operations]
    assert name in [one.name for one in operations if isinstance(one, RunSQLFile)]


def test_each_app_with_files_is_known() -> None:
    found = {one.label for one in apps.get_app_configs() if folder(one.label).is_dir()}
    assert found == {app for app, _name in FILES}
