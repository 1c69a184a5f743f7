"""Which tables are the set-up, and by what each of their rows is known outside this database.

A room adds its own in its AppConfig.ready(): `tables.register(Table("notifications.LetterText", key=(…)))`.
From then on the table is in the change log, in the export and in the import, in the order of registration:
what others point to comes first.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.apps import apps
from django.db import models

Key = tuple[str, ...]
ANYBODY = "cases.set_up"


@dataclass(frozen=True)
class Table:
    """One table of the set-up. `key` names the fields that identify a row; an empty one means that there is
    a single row. `without` is neither logged nor exported, `hidden` is logged without its values."""

    label: str
    key: Key = ("code",)
    without: frozenset[str] = frozenset()
    hidden: frozenset[str] = frozenset()
    # Is logged and not exported: it names people, who stay in their installation.
    kept_here: frozenset[str] = frozenset()
    exported: bool = True
    # Whether saving a row is a change; where it is not, `changes.note` is told.
    watched: bool = True
    # What rows that the imported file lacks become: deleted, or switched off where others point to them.
    deletes: bool = False
    # Who may import it.
    permission: str = ANYBODY
    # The field that names who changed the row last: an import puts its own person there.
    author: str = ""
    # What an imported row has to fulfil besides what its model says; raises ValidationError.
    check: Callable[[Any], None] | None = None

    @property
    def installed(self) -> bool:
        """Whether this installation has the table."""
        app, model = self.label.split(".")
        return model.lower() in apps.all_models[app]

    @cached_property
    def model(self) -> type[models.Model]:
        """The model of the table."""
        return apps.get_model(self.label)

    @cached_property
    def name(self) -> str:
        """How files and the log call it."""
        return self.label.lower()

    @cached_property
    def fields(self) -> list[Any]:
        """Its columns, then what it points to many times; without the primary key."""
        meta = self.model._meta
        columns = [field for field in meta.concrete_fields if not field.primary_key]
        return [field for field in [*columns, *meta.many_to_many] if field.name not in self.without]

    @property
    def exported_fields(self) -> list[Any]:
        """What a file has of its rows."""
        return [field for field in self.fields if field.name not in self.kept_here]

    @property
    def switched(self) -> bool:
        """Whether its rows are taken out of use by a switch."""
        return not self.deletes and any(field.name == "active" for field in self.fields)

    def key_of(self, row: models.Model) -> Any:
        """By what this row is known: a value, or a list of them."""
        values = [natural(getattr(row, name)) for name in self.key]
        return values[0] if len(values) == 1 else values


_known: dict[str, Table] = {}


def register(table: Table) -> None:
    """Count this table among the set-up from now on."""
    _known[table.name] = table


def all_tables() -> list[Table]:
    """Every table, in the order in which a file has to be read."""
    return list(_known.values())


def table_of(model: type[models.Model]) -> Table | None:
    """The table of a model, if it is part of the set-up."""
    return _known.get(model._meta.label_lower)


def find(name: str) -> Table | None:
    """The table that a file or a line of the log names."""
    return _known.get(name)


def natural(value: Any) -> Any:
    """A value as it is known outside this database: a row by its key, the rest as it is."""
    if not isinstance(value, models.Model):
        return value.isoformat() if hasattr(value, "isoformat") else value
    if value._meta.label_lower == "auth.permission":
        app: str = value.content_type.app_label  # type: ignore[attr-defined]
        return f"{app}.{value.codename}"  # type: ignore[attr-defined]
    table = table_of(type(value))
    return table.key_of(value) if table and table.key else value.pk
