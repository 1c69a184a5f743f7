"""The set-up as a file: YAML that a person can read, written from the tables and read with line numbers."""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import yaml
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.change_log.tables import Table, all_tables
from cases.change_log.values import plain
from cases.questionnaires import rows
from cases.setup import safe_yaml
from cases.setup.safe_yaml import Node, Problem, Unreadable
from cases.work_plans import rows as plan_rows

FORMAT = "rap_rueang_setup"
VERSION = 2
# What had another name until 0.5.0, in the names of rights and letters and in a placeholder.
OLD_NAMES = (
    (
        r"\b(ask_)?part(?=_(?:case|officer|asked|assigned|finished|refused|cancelled|late|came_back|due)\b)",
        r"\1subtask",
    ),
    (r"\b(add|change|delete|view)_part\b", r"\1_subtask"),
    (r"\b(add|change|delete|view)_handover\b", r"\1_transfer"),
    (r"\b(add|change|delete|view)_recovery\b", r"\1_onetimecode"),
    (r"\b(add|change|delete|view)_tally\b", r"\1_ratecounter"),
    (r"\b(add|change|delete|view)_standing\b", r"\1_channelhealth"),
)
# The tables whose rows are versions: the file has what is in use now.
VERSIONED = {rows.NAME: rows.rows, rows.BLOCKS: rows.block_rows, plan_rows.NAME: plan_rows.rows}
RENAMED_IN = ("auth.group", "cases.rolepermission", "notifications.lettertext")
# Of one table; and so many mistakes are named at once, each in so many letters.
MOST_ROWS, MOST_PROBLEMS, SHOWN = 2_000, 50, 200


@dataclass(frozen=True)
class Row:
    """One row of a file, with the lines of its fields."""

    values: dict[str, Any]
    line: int
    lines: dict[str, int] = field(default_factory=dict)


Section = tuple[int, list[Row]]


class Dumper(yaml.SafeDumper):
    """Writes texts that look like something else in quotes, and never refers from one place to another."""

    def ignore_aliases(self, data: Any) -> bool:
        """Always: a reader should not have to look elsewhere."""
        return True


Dumper.yaml_implicit_resolvers = {}
# Other programs read these, of YAML 1.1, as numbers to the base of sixty: times are written in quotes.
BASE_OF_SIXTY = re.compile(r"^[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?$")
Dumper.add_implicit_resolver("tag:yaml.org,2002:int", BASE_OF_SIXTY, [*"-+0123456789"])
for tag, pattern, first in (
    ("null", r"(null|)", ["n", ""]),
    ("bool", r"(true|false)", ["t", "f"]),
    ("int", r"(0|-?[1-9][0-9]{0,17})", [*"-0123456789"]),
    ("float", r"-?(0|[1-9][0-9]*)(\.[0-9]+)([eE][-+]?[0-9]+)?", [*"-0123456789"]),
):
    Dumper.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(rf"^(?:{pattern})$"), first)


def written(*, now: datetime.datetime | None = None) -> str:
    """The whole set-up as a file."""
    local = timezone.localtime(now or timezone.now())
    head = f"# Rap Rueang, {local:%Y-%m-%d %H:%M}\n"
    content = {FORMAT: VERSION, **{table.name: rows_of(table) for table in all_tables() if table.exported}}
    return head + yaml.dump(content, Dumper=Dumper, allow_unicode=True, sort_keys=False, width=110)


def rows_of(table: Table) -> list[dict[str, Any]]:
    """The rows of a table as a file holds them, each known by its key once."""
    if table.name in VERSIONED:
        return VERSIONED[table.name]()
    found = (plain(row, table) for row in _in_order(table))
    return list({str([row[name] for name in table.key]): row for row in found}.values())


def _in_order(table: Table) -> Any:
    """In the order that people gave, else by the key: two installations then write the same file."""
    positioned = [name for name in ("position",) if any(one.name == name for one in table.fields)]
    return table.model._base_manager.order_by(*positioned, *table.key)


def read(text: str) -> dict[str, Section]:
    """The tables of a file with their lines and rows. Raises Unreadable."""
    node = safe_yaml.compose(text)
    if not isinstance(node.value, dict):
        raise safe_yaml.broken(node.line)
    problems: list[Problem] = []
    line, version = node.value.pop(FORMAT, (1, None))
    if version is None or version.value not in (1, VERSION):
        head = {"head": f"{FORMAT}: {VERSION}"}
        said = _("This is not a set-up file of this version. It begins with “%(head)s”.")
        raise safe_yaml.refused(line, said % head)
    sections: dict[str, Section] = {}
    for name, line, part in safe_yaml.items(node):
        if isinstance(part.value, list):
            rows_read = _rows(name, part.value, problems)
            sections[name] = (line, [_renamed(row, name) for row in rows_read])
        else:
            problems.append(Problem(line, name[:SHOWN], _("A list of rows belongs here.")))
    if problems:
        raise Unreadable(problems[:MOST_PROBLEMS])
    return sections


def _renamed(row: Row, table: str) -> Row:
    """Return a row with the names of today."""
    if table not in RENAMED_IN:
        return row
    return replace(row, values={name: _of_today(value) for name, value in row.values.items()})


def _of_today(value: Any) -> Any:
    """Return a value, or each of a list, with the names of today."""
    if isinstance(value, list):
        return [_of_today(one) for one in value]
    if isinstance(value, str):
        for old, new in OLD_NAMES:
            value = re.sub(old, new, value)
    return value


def _rows(name: str, nodes: list[Node], problems: list[Problem]) -> Iterator[Row]:
    for number, node in enumerate(nodes):
        if number == MOST_ROWS:
            problems.append(Problem(node.line, name[:SHOWN], _("This part of the set-up has too many rows.")))
        elif not isinstance(node.value, dict):
            problems.append(Problem(node.line, name[:SHOWN], _("Fields with their values belong here.")))
        else:
            yield Row(node.plain(), node.line, {field: line for field, (line, _one) in node.value.items()})
