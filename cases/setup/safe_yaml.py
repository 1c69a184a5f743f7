"""YAML that may be hostile: texts, numbers, truth, nothing, lists and fields are read, all else is refused.

The file is read event by event, and what is too large, too deep or too much ends the reading there: nothing
is built of it. No tags, no anchors and references, no key but a text, no key twice, one document.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml
from django.utils.translation import gettext as _
from yaml.reader import Reader

MOST_BYTES = 2 * 1024 * 1024
# Several times what the set-up of a large city has.
MOST_NODES, DEEPEST = 60_000, 12
# The parser in C where PyYAML brings it: forty times as fast.
BaseLoader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
RESOLVED: tuple[tuple[re.Pattern[str], Any], ...] = (
    (re.compile(r"null|"), lambda text: None),
    (re.compile(r"true|false"), lambda text: text == "true"),
    (re.compile(r"0|-?[1-9][0-9]{0,17}"), int),
    (re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)([eE][-+]?[0-9]+)?"), float),
)
# What a value of the wrong type can raise on its way to where it belongs.
UNFIT = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
# What ends a line of YAML 1.1.
BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
# Control characters other than those of a text in lines, surrogates, and what is no character.
UNSTORABLE = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
# An empty name, and what would lay another field's fields in here.
NO_NAMES = frozenset({"", "<<"})


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


@dataclass
class Node:
    """A value of the file with the line where it begins. `value` is plain, or a list of nodes, or a dict of
    keys with their line and node."""

    line: int
    value: Any

    def plain(self) -> Any:
        """The value without lines; at most DEEPEST calls deep."""
        if isinstance(self.value, list):
            return [one.plain() for one in self.value]
        if isinstance(self.value, dict):
            return {name: one.plain() for name, (_line, one) in self.value.items()}
        return self.value


def decoded(raw: bytes) -> str:
    """The text of a file in UTF-8, with or without its mark. Raises Unreadable."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise refused(line, _("This file is no text in UTF-8: it is no file of the export.")) from error


def compose(text: str) -> Node:
    """The one document of the text. Raises Unreadable, which names the line."""
    text = text.removeprefix("\ufeff")
    if len(text) > MOST_BYTES or len(text.encode("utf-8", "surrogatepass")) > MOST_BYTES:
        raise refused(1, _("This file is larger than 2 MB: it is no file of the export."))
    if found := Reader.NON_PRINTABLE.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise refused(line, _("This line holds a character that cannot be stored."))
    builder = Builder()
    try:
        for event in yaml.parse(text, Loader=BaseLoader):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        # What is missing at the end is missing from the last line.
        raise broken(min(mark.line, _breaks(text)) + 1 if mark else builder.line) from error
    except (yaml.YAMLError, RecursionError, ValueError, OverflowError) as error:
        raise broken(builder.line) from error
    if builder.root is None:
        raise broken(1)
    return builder.root


def refused(line: int, text: str) -> Unreadable:
    """The file as a whole, because of this line."""
    return Unreadable([Problem(line, "", text)])


def broken(line: int) -> Unreadable:
    """No YAML, or more of YAML than is understood."""
    return refused(line, _("This line is not written as YAML needs it. Is it a file of the export?"))


@dataclass
class Builder:
    """Takes events one by one, and refuses at the first that has no place in a set-up."""

    root: Node | None = None
    line: int = 1
    nodes: int = 0
    # What is open, the innermost last, with the key that waits for its value.
    open: list[tuple[Node, list[tuple[str, int]]]] = field(default_factory=list)

    def take(self, event: Any) -> None:
        """One event more. Raises Unreadable."""
        self.line = event.start_mark.line + 1 if event.start_mark else self.line
        if isinstance(event, yaml.AliasEvent):
            raise refused(self.line, _("References (* and &) are not understood. Write the value itself."))
        if isinstance(event, yaml.DocumentStartEvent) and self.root is not None:
            raise refused(self.line, _("A second document begins here. A file of the export has only one."))
        if isinstance(event, yaml.NodeEvent):
            self._node(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self.open.pop()

    def _node(self, event: Any) -> None:
        self._judge(event)
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event)
            return
        node = Node(self.line, [] if isinstance(event, yaml.SequenceStartEvent) else {})
        self._place(node)
        self.open.append((node, []))
        if len(self.open) > DEEPEST:
            raise refused(self.line, _("This is nested too deeply for a file of the export."))

    def _judge(self, event: Any) -> None:
        self.nodes += 1
        if self.nodes > MOST_NODES:
            raise refused(self.line, _("The file has too many values from here on for a file of the export."))
        if event.anchor:
            raise refused(self.line, _("References (* and &) are not understood. Write the value itself."))
        if event.tag:
            raise refused(self.line, _("Tags (!) are not understood. Write the value itself."))

    def _scalar(self, event: Any) -> None:
        if UNSTORABLE.search(event.value):
            raise refused(self.line, _("This line holds a character that cannot be stored."))
        if self._awaits_key():
            self._key(event.value)
        else:
            # `implicit` says first whether the text stands without quotes.
            self._place(Node(self.line, resolved(event.value) if event.implicit[0] else event.value))

    def _awaits_key(self) -> bool:
        return bool(self.open) and isinstance(self.open[-1][0].value, dict) and not self.open[-1][1]

    def _key(self, name: str) -> None:
        node, waiting = self.open[-1]
        if name in NO_NAMES:
            raise refused(self.line, _("“%(name)s” is no name of a field.") % {"name": name})
        if name in node.value:
            raise refused(self.line, _("A field stands here twice."))
        waiting.append((name, self.line))

    def _place(self, node: Node) -> None:
        if not self.open:
            self.root = node
        elif self._awaits_key():
            raise refused(self.line, _("A list or fields cannot be the name of a field."))
        elif isinstance(self.open[-1][0].value, list):
            self.open[-1][0].value.append(node)
        else:
            name, line = self.open[-1][1].pop()
            self.open[-1][0].value[name] = (line, node)


def resolved(text: str) -> Any:
    """What a text without quotes means; a number that nothing can hold, and 08:30, are texts."""
    for pattern, meaning in RESOLVED:
        if pattern.fullmatch(text):
            found = meaning(text)
            return text if isinstance(found, float) and not math.isfinite(found) else found
    return text


def items(node: Node) -> Iterator[tuple[str, int, Node]]:
    """The fields of a node: the name, its line, the value."""
    for name, (line, value) in node.value.items():
        yield name, line, value


def _breaks(text: str) -> int:
    """How many lines end in the text, without an empty one behind the last."""
    return max(0, len(BREAK.split(text.rstrip("\n"))) - 1)
