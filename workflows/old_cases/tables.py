"""The rows of a file, one after the other, however long it is: a CSV, or a list in JSON."""

import codecs
import csv
import io
import json
import re
from collections import Counter
from collections.abc import Generator, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import IO, Any, Protocol

from cases.text.normalization import compared
from workflows.old_cases.problems import BadFile

Row = Mapping[Any, Any]
# What cannot be read of a row stands under this key, which no file can hold; the row is refused for it.
BROKEN = object()
MIXED, SHORT, LONG, NO_FIELDS = "letters", "short", "long", "no fields"
CHARSETS = {"utf-8": "utf-8-sig", "tis-620": "cp874", "windows-874": "cp874", "utf-16": "utf-16"}
AT_ONCE = 1024 * 1024
# No case is longer; a quotation mark without its partner would take the rest of the file.
LONGEST_CELL, LONGEST_ITEM = 1024 * 1024, 4 * 1024 * 1024
REPLACED = "\ufffd"
BETWEEN = re.compile(r"[ \t\r\n,]*")


class Source(Protocol):
    """How a file is written."""

    @property
    def format(self) -> str:
        """csv or json."""
        ...

    @property
    def charset(self) -> str:
        """One of CHARSETS, or auto."""
        ...

    @property
    def delimiter(self) -> str:
        """What parts the cells; empty where the first row says it."""
        ...


def rows(file: IO[bytes], how: Source) -> Generator[tuple[int, Row]]:
    """The rows with their numbers, as a spreadsheet counts them: in a CSV the headings are row 1. Raises
    BadFile."""
    text = io.TextIOWrapper(file, encoding=_charset(file, how.charset), errors="replace", newline="")
    try:
        yield from _items(text) if how.format == "json" else _lines(text, how.delimiter)
    finally:
        text.detach()


def headings(path: Path, how: Source) -> list[str] | None:
    """The names of a CSV's columns; None for JSON, whose items may each have their own."""
    if how.format == "json":
        return None
    with path.open("rb") as file:
        text = io.TextIOWrapper(file, encoding=_charset(file, how.charset), errors="replace", newline="")
        first = next(_reader(text, how.delimiter), [])
    return _names(first)


def plain(value: Any) -> str:
    """A value of JSON as a cell has it; of several the texts or addresses, parted by semicolons."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return ";".join(filter(None, (plain(one) for one in value if not isinstance(one, list))))
    if isinstance(value, dict):
        found = value.get("media_url") or value.get("url")
        return found if isinstance(found, str) else ""
    return json.dumps(value)


def inside(row: Row, path: str) -> Any:
    """What stands in a row under a name; in JSON also deeper, the names parted by dots."""
    if path in row:
        return row[path]
    found: Any = row
    for name in path.split("."):
        found = found.get(name) if isinstance(found, dict) else None
    return found


def _lines(text: io.TextIOWrapper, delimiter: str) -> Iterator[tuple[int, Row]]:
    names: list[str] | None = None
    number = 0
    # It is one limit for the whole process.
    usual = csv.field_size_limit(LONGEST_CELL)
    try:
        reader = _reader(text, delimiter)
        for number, cells in enumerate(reader, start=1):
            if names is None:
                names = _names(cells)
            elif any(cell.strip() for cell in cells):
                yield number, _row(names, cells)
    except csv.Error as error:
        raise BadFile(f"After row {number} the file cannot be read as CSV: a cell has no end.") from error
    finally:
        csv.field_size_limit(usual)


def _row(names: list[str], cells: list[str]) -> Row:
    # Spreadsheets write empty cells behind the last column.
    while len(cells) > len(names) and not cells[-1]:
        cells.pop()
    row: dict[Any, Any] = dict(zip(names, cells, strict=False))
    if len(cells) != len(names):
        row[BROKEN] = LONG if len(cells) > len(names) else SHORT
    elif any(REPLACED in cell for cell in cells):
        row[BROKEN] = MIXED
    return row


def _reader(text: io.TextIOWrapper, delimiter: str) -> Iterator[list[str]]:
    line = text.readline(AT_ONCE)
    sign = delimiter or max(",;\t|", key=line.count)
    return csv.reader(chain([line], text), delimiter=sign)


def _names(cells: list[str]) -> list[str]:
    """The headings as a mapping names them, whatever spellings the program has put. The second of the same
    words has a 2 behind it: the old E-Service has “รายละเอียด” and, for its button, “รายละเอียด 2”."""
    found: list[str] = []
    seen: Counter[str] = Counter()
    for cell in cells:
        name = compared(cell)
        seen[name] += 1
        found.append(name if seen[name] == 1 else f"{name} {seen[name]}")
    return found


def _items(text: io.TextIOWrapper) -> Iterator[tuple[int, Row]]:
    """The items of the first list of the file, whatever stands around it."""
    decoder, held, number = json.JSONDecoder(), "", 0
    while (at := held.find("[")) < 0:
        more = text.read(AT_ONCE)
        if not more:
            raise BadFile("There is no list in this file.")
        held += more
    at += 1
    while True:
        at = BETWEEN.match(held, at).end()  # type: ignore[union-attr]
        if held.startswith("]", at):
            return
        try:
            item, end = decoder.raw_decode(held, at)
        except RecursionError as error:
            raise BadFile(f"Item {number + 1} is nested too deeply.") from error
        except ValueError as error:
            more = text.read(AT_ONCE) if len(held) - at < LONGEST_ITEM else ""
            if not more:
                raise BadFile(f"After item {number} the file cannot be read as JSON.") from error
            held, at = held[at:] + more, 0
            continue
        number += 1
        yield number, _item(item, MIXED if REPLACED in held[at:end] else "")
        at = end


def _item(item: Any, broken: str) -> Row:
    if not isinstance(item, dict):
        return {BROKEN: NO_FIELDS}
    return item | {BROKEN: broken} if broken else item


def _charset(file: IO[bytes], wanted: str) -> str:
    """Python's name of the charset; where it is not said, UTF-8 if all of the file is, else Windows-874."""
    if wanted != "auto":
        return CHARSETS[wanted]
    begin = file.read(2)
    file.seek(0)
    if begin in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return "utf-16"
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while some := file.read(AT_ONCE):
            decoder.decode(some)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp874"
    finally:
        file.seek(0)
    return "utf-8-sig"
