"""Tables for a spreadsheet: no cell becomes a formula, and none is lost."""

import csv
import io
import zipfile

import pytest

from workflows.figures.spreadsheet import MARK, Cell, csv_lines, escaped, xlsx_file

FORMULAS = [
    "=1+1",
    "+66",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
    "  =1",
    "\u200b=1",
    "\ufeff＝1",
    "\u3000+1",
    "\x00=1",
]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_that_looks_like_a_formula_gets_an_apostrophe(text: str) -> None:
    assert escaped(text) == f"'{text}"


@pytest.mark.parametrize("cell", ["ถนน", "2569-00001", "a=b", "", 5, -3, 1.5, None])
def test_other_cells_stay_as_they_are(cell: Cell) -> None:
    assert escaped(cell) == cell


def test_a_csv_begins_with_the_mark_and_reads_back() -> None:
    rows: list[list[Cell]] = [["ชื่อ", "n"], ['say "hi", you', 3], ["=1", None]]
    written = "".join(csv_lines(rows))
    assert written.startswith(MARK)
    back = list(csv.reader(io.StringIO(written[1:])))
    assert back == [["ชื่อ", "n"], ['say "hi", you', "3"], ["'=1", ""]]


def test_a_workbook_has_text_and_numbers_and_no_formula() -> None:
    rows: list[list[Cell]] = [["ชื่อ", "n"], ["=HYPERLINK(1)", 42], ["http://x.example", None]]
    with xlsx_file(rows, name="figures") as file, zipfile.ZipFile(file) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        everything = b"".join(book.read(name) for name in book.namelist()).decode()
    assert "<f>" not in sheet
    assert "<v>42</v>" in sheet
    assert "'=HYPERLINK(1)" in everything
    assert "<hyperlink" not in sheet


def test_the_rows_are_asked_for_one_by_one() -> None:
    lines = csv_lines(iter([["a"], ["b"]]))
    assert [next(lines), next(lines)] == [MARK, "a\r\n"]
