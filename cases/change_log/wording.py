"""Lines of the change log as people read them: the table's and the field's name, values in words."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.change_log.tables import Table, find
from cases.change_log.values import HIDDEN
from cases.models import QuestionBlock, SetupChange
from cases.models.reference_data import Named, in_reader_language
from cases.models.setup.administrative_areas import Place
from cases.models.setup.work_plans import OF_STEP, STEP_FIELDS
from cases.text.collation import in_order
from cases.text.dates import long_date

Action = SetupChange.Action
LONGEST = 400
OTHER_NAMES = {
    "auth.group": gettext_lazy("Role"),
    "cases.user": gettext_lazy("Person"),
    "cases.questionset": gettext_lazy("Questions of a kind"),
    "cases.blockversion": gettext_lazy("Questions of a block"),
    "cases.planversion": gettext_lazy("Version of a work plan"),
    "cases.yearcounter": gettext_lazy("Numbers of a year"),
}
# What lines say besides the fields of their rows.
FACTOR = "second_factor"
NO_FIELDS = {
    "questions": gettext_lazy("Questions"),
    "stages": gettext_lazy("Stages and steps"),
    FACTOR: gettext_lazy("Second factor"),
    # After a restore (cases.intake.number_gap).
    "last": gettext_lazy("Last number"),
}


@dataclass(frozen=True)
class Words:
    """One field of a line: its name, before and after."""

    name: str
    before: str
    after: str


class Reader:
    """Puts lines into words; looks the names of rows up once for each table."""

    def __init__(self) -> None:
        self.names: dict[str, dict[str, str]] = {}

    def of(self, line: SetupChange) -> list[Words]:
        """Every field of the line; of a new row, and of one that is gone, those that said something."""
        table = find(line.table)
        said = [(name, *pair) for name, pair in line.fields.items() if line.action == "changed" or any(pair)]
        return [
            Words(self._name(table, name), self._value(table, name, before), self._value(table, name, after))
            for name, before, after in said
        ]

    def _name(self, table: Table | None, name: str) -> str:
        if name in NO_FIELDS:
            return str(NO_FIELDS[name])
        step, of_step, part = name.rpartition(OF_STEP)
        if of_step and part in STEP_FIELDS:
            return f"{step}: {STEP_FIELDS[part]}"
        field = _field(table, name)
        label = str(getattr(field, "verbose_name", name))
        return label[:1].upper() + label[1:]

    def _value(self, table: Table | None, name: str, value: Any) -> str:
        if value in (None, "", []):
            return "–"
        if isinstance(value, bool):
            return _("Yes") if value else _("No")
        if isinstance(value, list):
            return _shortened(", ".join(self._one(_field(table, name), one) for one in value))
        return _shortened(self._one(_field(table, name), value))

    def _one(self, field: Any, value: Any) -> str:
        if isinstance(value, dict) and value.keys() == {"block"}:
            return self._row(QuestionBlock, str(value["block"]))
        if isinstance(value, dict):
            return in_reader_language(str(value.get("text_th", value)), str(value.get("text_en", "")))
        if value == HIDDEN:
            return _("(not shown)")
        if isinstance(field, models.FileField):
            return _("(a picture)")
        if getattr(field, "choices", None):
            return str(dict(field.flatchoices).get(value, value))
        if field is not None and field.is_relation:
            return self._row(field.remote_field.model, str(value))
        return _plain(field, value)

    def _row(self, model: type[models.Model], key: str) -> str:
        """The name of a row in the reader's language, and the code by which it is known."""
        label = model._meta.label_lower
        if label == "auth.permission":
            return self._permissions(model).get(key, key)
        if label not in self.names and issubclass(model, (Named, Place)):
            columns = ("code", "name_th", "name_en")
            rows: Any = model._base_manager.values_list(*columns)
            self.names[label] = {code: in_reader_language(thai, english) for code, thai, english in rows}
        name = self.names.get(label, {}).get(key)
        return f"{name} ({key})" if name else key

    def _permissions(self, model: type[models.Model]) -> dict[str, str]:
        label = model._meta.label_lower
        if label not in self.names:
            rows = model._base_manager.values_list("content_type__app_label", "codename", "name")
            self.names[label] = {f"{app}.{code}": _(name) for app, code, name in rows}
        return self.names[label]


def table_name(name: str) -> str:
    """A table in words, for a heading or a filter."""
    table = find(name)
    if name in OTHER_NAMES:
        return str(OTHER_NAMES[name])
    label = str(table.model._meta.verbose_name) if table else name
    return label[:1].upper() + label[1:]


def merged(lines: Iterable[SetupChange]) -> list[SetupChange]:
    """Lines of one row that were made together as one, with the first before and the last after; a row that
    is in the end as it was is left out. The lines come in the order in which they were written."""
    found: dict[tuple[Any, ...], SetupChange] = {}
    for line in lines:
        key = (line.batch, line.table, line.row)
        found[key] = _joined(found[key], line) if key in found else line
    return [line for line in found.values() if line.fields]


def _joined(first: SetupChange, second: SetupChange) -> SetupChange:
    fields = {name: list(pair) for name, pair in first.fields.items()}
    for name, (before, after) in second.fields.items():
        fields[name] = [fields.get(name, [before])[0], after]
    action = first.action if first.action == Action.ADDED else second.action
    kept = {
        name: getattr(second, name) for name in ("pk", "at", "by", "via", "batch", "table", "row", "title")
    }
    differing = {name: pair for name, pair in fields.items() if pair[0] != pair[1] or HIDDEN in pair}
    return SetupChange(**kept, action=action, fields=differing)


def _field(table: Table | None, name: str) -> Any:
    return next((field for field in table.fields if field.name == name), None) if table else None


def _plain(field: Any, value: Any) -> str:
    """Days in the reader's era, times without seconds, days of the week by name."""
    text = str(value)
    if isinstance(field, models.DateField) and len(text) == len("2026-12-10"):
        return long_date(datetime.date.fromisoformat(text))
    if isinstance(field, models.TimeField):
        return text.removesuffix(":00") if text.count(":") > 1 else text
    if field is not None and field.name == "weekdays" and value in WEEKDAYS:
        return str(WEEKDAYS[value])
    return text


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def tables_in_words(names: Sequence[str]) -> list[tuple[str, str]]:
    """Tables with their words, in the order of the words."""
    return in_order([(name, table_name(name)) for name in names], lambda pair: pair[1])
