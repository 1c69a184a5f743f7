"""The set-up as a file: YAML that a person can read, written from the tables and read with line numbers."""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.setup import question_rows
from cases.setup.tables import Table, all_tables
from cases.setup.values import plain

FORMAT = "rap_rueang_setup"
VERSION = 1
MOST_BYTES = 2 * 1024 * 1024


@dataclass(frozen=True)
class Problem:
    """What is wrong with a file: the line, where in the set-up that is, and what to do."""

    line: int
    where: str
    text: str


class Unreadable(Exception):
    """A file that cannot be imported, with all that is wrong with it."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


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


class Loader(yaml.SafeLoader):
    """Reads null, true, false and plain numbers; everything else is text: 08:30 is no number of minutes,
    and a code may begin with a nought."""


for reader in (Dumper, Loader):
    reader.yaml_implicit_resolvers = {}
    for tag, pattern, first in (
        ("null", r"(null|)", ["n", ""]),
        ("bool", r"(true|false)", ["t", "f"]),
        ("int", r"(0|-?[1-9][0-9]{0,17})", [*"-0123456789"]),
        ("float", r"-?(0|[1-9][0-9]*)(\.[0-9]+)([eE][-+]?[0-9]+)?", [*"-0123456789"]),
    ):
        reader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(rf"^(?:{pattern})$"), first)


def written(*, now: datetime.datetime | None = None) -> str:
    """The whole set-up as a file."""
    local = timezone.localtime(now or timezone.now())
    head = f"# Rap Rueang, {local:%Y-%m-%d %H:%M}\n"
    content = {FORMAT: VERSION, **{table.name: rows_of(table) for table in all_tables() if table.exported}}
    return head + yaml.dump(content, Dumper=Dumper, allow_unicode=True, sort_keys=False, width=110)


def rows_of(table: Table) -> list[dict[str, Any]]:
    """The rows of a table as a file holds them, each known by its key once."""
    if table.name == question_rows.NAME:
        return question_rows.rows()
    found = (plain(row, table) for row in _in_order(table))
    return list({str([row[name] for name in table.key]): row for row in found}.values())


def _in_order(table: Table) -> Any:
    """In the order that people gave, else by the key: two installations then write the same file."""
    positioned = [name for name in ("position",) if any(one.name == name for one in table.fields)]
    return table.model._base_manager.order_by(*positioned, *table.key)


def read(text: str) -> dict[str, Section]:
    """The tables of a file with their lines and rows. Raises Unreadable."""
    try:
        node = yaml.compose(text, Loader=Loader)
        _refuse_references(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise Unreadable([_broken(mark.line + 1 if mark else 1)]) from error
    except (yaml.YAMLError, RecursionError) as error:
        raise Unreadable([_broken(1)]) from error
    if not isinstance(node, yaml.MappingNode):
        raise Unreadable([_broken(1)])
    return _sections(node)


def _sections(node: yaml.MappingNode) -> dict[str, Section]:
    problems: list[Problem] = []
    found = {key.value: value for key, value in node.value}
    version = found.pop(FORMAT, None)
    if version is None or version.value != str(VERSION):
        text = _("This is not a set-up file of this version. It begins with “%(head)s”.")
        raise Unreadable([Problem(1, "", text % {"head": f"{FORMAT}: {VERSION}"})])
    sections: dict[str, Section] = {}
    lines = {key.value: key.start_mark.line + 1 for key, _value in node.value}
    for name, part in found.items():
        if not isinstance(part, yaml.SequenceNode):
            problems.append(Problem(lines[name], name, _("A list of rows belongs here.")))
            continue
        sections[name] = (lines[name], list(_rows(name, part, problems)))
    if problems:
        raise Unreadable(problems)
    return sections


def _rows(name: str, part: yaml.SequenceNode, problems: list[Problem]) -> Iterator[Row]:
    for node in part.value:
        line = node.start_mark.line + 1
        if not isinstance(node, yaml.MappingNode):
            problems.append(Problem(line, name, _("Fields with their values belong here.")))
            continue
        lines = {key.value: key.start_mark.line + 1 for key, _value in node.value}
        if len(lines) < len(node.value):
            problems.append(Problem(line, name, _("A field stands here twice.")))
        yield Row(_values(node), line, lines)


def _values(node: yaml.Node) -> dict[str, Any]:
    loader = Loader("")
    try:
        found: dict[str, Any] = loader.construct_document(node)
        return found
    finally:
        loader.dispose()


def _refuse_references(text: str) -> None:
    """A file that refers to itself could grow to any size in memory."""
    for event in yaml.parse(text, Loader=Loader):
        if isinstance(event, yaml.AliasEvent):
            mark = event.start_mark
            raise Unreadable([_broken(mark.line + 1 if mark else 1)])


def _broken(line: int) -> Problem:
    return Problem(line, "", _("This line is not written as YAML needs it. Is it a file of the export?"))
