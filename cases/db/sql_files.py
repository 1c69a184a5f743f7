"""Functions and triggers of the database, each in a `.sql` file of its own that can be run again."""

import re
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db.migrations.operations.base import Operation

CREATED = re.compile(r"^CREATE OR REPLACE FUNCTION (\w+)\(", re.MULTILINE)


class RunSQLFile(Operation):
    """Runs `<app>/sql/<name>.sql`. A release that changes the file runs it again, by a migration of its own.

    Backwards it drops the functions of the file with the triggers that call them; what else the file makes
    goes with its table.
    """

    reversible = True

    def __init__(self, name: str) -> None:
        self.name = name

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Return what a migration writes."""
        return self.__class__.__name__, [self.name], {}

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Change no model."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Run the file."""
        schema_editor.execute(text(app_label, self.name), params=None)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Drop the functions of the file."""
        for function in CREATED.findall(text(app_label, self.name)):
            schema_editor.execute(f"DROP FUNCTION IF EXISTS {function} CASCADE", params=None)

    def describe(self) -> str:
        """Return what `migrate` says about it."""
        return f"Run {self.name}.sql"


def folder(app_label: str) -> Path:
    """Return where an app keeps its files."""
    return Path(apps.get_app_config(app_label).path) / "sql"


def text(app_label: str, name: str) -> str:
    """Return the statements of a file."""
    return (folder(app_label) / f"{name}.sql").read_text(encoding="utf-8")
