"""Tables for a spreadsheet, as CSV or XLSX, in which no cell can become a formula.

What somebody typed may begin with a sign that a spreadsheet takes for a formula (CWE-1236): such a text gets
an apostrophe in front. Full-width forms are taken for the same signs by some programs.
"""

import csv
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from typing import IO, Any

import xlsxwriter

Cell = str | int | float | None
SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# What a program may drop before it looks at the first sign: spaces of all kinds, and what nobody sees.
UNSEEN = re.compile(r"^[\s\x00-\x1f\x7f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]+")
# Excel takes a CSV for UTF-8 only where it begins with this.
MARK = "\ufeff"


def escaped(cell: Cell) -> Cell:
    """The cell as it may stand in a sheet: numbers as they are, text without a formula's beginning."""
    if not isinstance(cell, str):
        return cell
    return f"'{cell}" if cell.startswith(SIGNS) or UNSEEN.sub("", cell).startswith(SIGNS) else cell


class _Echo:
    """A file that gives each line back instead of storing it."""

    def write(self, line: str) -> str:
        """The line."""
        return line


def csv_lines(rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """The table line by line, as RFC 4180 has it."""
    writer = csv.writer(_Echo())
    yield MARK
    for row in rows:
        yield writer.writerow([escaped(cell) for cell in row])


def xlsx_file(rows: Iterable[Sequence[Cell]], *, name: str) -> IO[bytes]:
    """The table as a workbook of one sheet, row by row into a file that is gone when it is closed."""
    file: Any = tempfile.TemporaryFile()  # noqa: SIM115  (the response closes it)
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        sheet, bold = book.add_worksheet(name[:31]), book.add_format({"bold": True})
        sheet.freeze_panes(1, 0)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, [escaped(cell) for cell in row], bold if number == 0 else None)
    file.seek(0)
    return file  # type: ignore[no-any-return]
