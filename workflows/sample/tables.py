"""The tables that hang on a case, found by following the foreign keys, as COPY reads and writes them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Field, ForeignKey, Model
from viewflow.workflow.models import Process

from cases.models import Case

# A process does not know its case by a foreign key: cases and their parts know their process.
PROCESSES = (
    "(SELECT process_id AS id, id AS case_id FROM cases_case"
    " UNION ALL SELECT process_id, case_id FROM cases_subtask)"
)
# Two cases share a row of duplicates, a personal link opens one step, no case of a sample came from another
# system; the others speak of the day or of an address, not of a case's history.
LEFT_OUT = (
    *("cases.duplicate", "cases.outsidelink", "cases.open311report", "cases.importedcase", "cases.recovery"),
    *("workflows.presence", "notifications.suppression"),
)


@dataclass(frozen=True)
class Table:
    """A table, and how one gets from its row `t` to the case."""

    model: type[Model]
    joins: str
    case: str

    @property
    def name(self) -> str:
        """As it stands in the database."""
        return self.model._meta.db_table

    @property
    def fields(self) -> list["Field[Any, Any]"]:
        """The columns, in the order in which they are read and written."""
        return list(self.model._meta.concrete_fields)

    @property
    def columns(self) -> str:
        """The columns for SQL."""
        return ", ".join(f'"{field.column}"' for field in self.fields)

    def rows(self, cases: list[int]) -> Iterator[tuple[int, list[str]]]:
        """The rows of these cases in COPY's words, each with its case, the oldest first."""
        wanted = ", ".join(f't."{field.column}"' for field in self.fields)
        key = f't."{self.model._meta.pk.column}"'
        where = f'FROM "{self.name}" t {self.joins} WHERE {self.case} = ANY(%s)'
        found = f"SELECT {self.case}, {wanted} {where}"
        with (
            connection.cursor() as cursor,
            cursor.copy(f"COPY ({found} ORDER BY {key}) TO STDOUT", [cases]) as lines,
        ):
            text = b"".join(bytes(block) for block in lines).decode()
        for line in text.removesuffix("\n").split("\n") if text else []:
            case, *cells = line.split("\t")
            yield int(case), cells


@cache
def tables() -> tuple[Table, ...]:
    """Every table of which a row belongs to one case, parents before children."""
    process = Table(Process, f"JOIN {PROCESSES} p ON p.id = t.id", "p.case_id")
    found: dict[type[Model], Table] = {Case: Table(Case, "", "t.id"), Process: process}
    queue: list[type[Model]] = [Case, Process]
    while queue:
        parent = queue.pop(0)
        for model, field in _children(parent):
            if model not in found and model._meta.label_lower not in LEFT_OUT:
                found[model] = _beneath(found[parent], model, field)
                queue.append(model)
    return tuple(found.values())


def _children(parent: type[Model]) -> Iterator[tuple[type[Model], "ForeignKey[Any, Any]"]]:
    for relation in parent._meta.get_fields(include_hidden=True):
        field = getattr(relation, "field", None)
        one_way = relation.one_to_many or relation.one_to_one
        if one_way and relation.auto_created and isinstance(field, ForeignKey):
            model = field.model
            # Of what may be left empty, such as the photo of a finding, not every row has a parent.
            if field.null and parent not in (Case, Process):
                continue
            if not model._meta.proxy and parent is field.related_model:
                yield model, field


def _beneath(parent: Table, model: type[Model], field: "ForeignKey[Any, Any]") -> Table:
    if parent.model is Case:
        return Table(model, "", f't."{field.column}"')
    inner = f'SELECT t."{parent.model._meta.pk.column}" AS id, {parent.case} AS case_id'
    up = f'({inner} FROM "{parent.name}" t {parent.joins})'
    return Table(model, f'JOIN {up} up ON up.id = t."{field.column}"', "up.case_id")
