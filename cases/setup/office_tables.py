"""Tables as offices keep them: CSV with commas, semicolons or tabs, in UTF-8 or Windows-874."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from cases.text.normalization import cleaned

MOST_BYTES, MOST_PROBLEMS, LONGEST = 1024 * 1024, 30, 200


class Unusable(Exception):
    """A file that is not taken; `problems` say why, each in a sentence for the administrator."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


def rows(upload: "UploadedFile[Any]") -> Iterator[tuple[int, list[str]]]:
    """Return the rows of a file with the numbers of their lines. Raises Unusable, and while it is read
    csv.Error."""
    if (upload.size or 0) > MOST_BYTES:
        raise Unusable([_("This file is larger than 1 MB.")])
    return _rows(_decoded(upload.read()))


def no_table() -> Unusable:
    """Return what is raised for a file that is no CSV."""
    return Unusable([_("This is no table: the text cannot be read as CSV.")])


def places(head: list[str], known: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Return where each known column stands. Raises Unusable for one that is there twice."""
    names = [name.strip().lower() for name in head]
    found = {}
    for column, spellings in known.items():
        at = [number for number, name in enumerate(names) if name in spellings]
        if len({names[number] for number in at}) < len(at):
            text = _("The column “%(name)s” is there twice.")
            raise Unusable([text % {"name": names[at[0]]}])
        if at:
            # Of several spellings the likeliest, as `known` has them.
            found[column] = min(at, key=lambda number: spellings.index(names[number]))
    return found


def need_columns(head: list[str], missing: Sequence[str]) -> None:
    """Raise Unusable where columns are missing."""
    if missing:
        text = _("These columns are missing: %(missing)s. The first row of the file has: %(there)s.")
        there = ", ".join(head)[:LONGEST]
        raise Unusable([text % {"missing": ", ".join(missing), "there": there or "–"}])


def cell(row: list[str], at: int) -> str:
    """Return a cell as one clean line; empty where the row is shorter."""
    return " ".join(cleaned(row[at]).split()) if at < len(row) else ""


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    first = text.split("\n", 1)[0]
    separator = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    for row in reader:
        yield reader.line_num, row


def _decoded(content: bytes) -> str:
    """The text of a file. Raises Unusable."""
    wide = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "cp874"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unusable([_("The letters of this file are neither UTF-8 nor Windows-874 (TIS-620).")])
