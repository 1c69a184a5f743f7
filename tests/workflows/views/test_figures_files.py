"""What is taken along: the same figures and cases as on the page, and nothing about who asked."""

import csv
import io
import zipfile
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader

from cases.models import Case, Department, User
from tests.cases.lib.test_pdf import no_pango as no_pango
from tests.cases.questions import ask, file_with, question
from tests.factories import CaseFactory, RequestTypeFactory
from tests.workflows.views.conftest import Seat, address, text

pytestmark = pytest.mark.django_db
PERSONAL = ["สมชาย", "81234567", "somchai@citizen.example", "99/1", "ถนนหน้าบ้าน", "ปะซ่อม", "หน้าวัด", "TF-77"]


@pytest.fixture
def cases(department: Department, head: User, officer: User) -> list[Case]:
    request_type = RequestTypeFactory(department=department, name_en="=cmd|'/C calc'!A0")
    fields = {
        "request_type": request_type,
        "officer": officer,
        "place": "หน้าวัด",
        "channel_reference": "TF-77",
    }
    return [CaseFactory(**fields), CaseFactory(**fields, resolved=True)]


def table(seat: Client, name: str, extension: str = "csv", **query: str) -> Any:
    return seat.get(address(name, extension), query)


def rows(response: Any) -> list[dict[str, str]]:
    written = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(written)))


def test_the_list_of_cases_is_the_list_of_the_page(desk: Seat, cases: list[Case], head: User) -> None:
    found = rows(table(desk(head), "figures_cases_table", measure="received"))
    assert {row["Case number"] for row in found} == {case.number for case in cases}
    found = rows(table(desk(head), "figures_cases_table", measure="open"))
    assert [row["Status"] for row in found] == ["Received"]


def test_the_figures_are_those_of_the_page(desk: Seat, cases: list[Case], head: User) -> None:
    seat = desk(head)
    total = seat.page("figures").context["total"]
    first, before, *others = rows(table(seat, "figures_table"))
    assert (first["Open now"], first["Done"]) == (str(total.open), str(total.done)) == ("1", "1")
    assert before["Open now"] == ""
    assert {row["By"] for row in others} >= {
        "Department",
        "Unit",
        "Kind of request",
        "Citizen's address",
        "Channel",
        "Officer",
    }


@pytest.mark.parametrize("name", ["figures_table", "figures_cases_table"])
@pytest.mark.parametrize("extension", ["csv", "xlsx"])
def test_no_file_tells_who_asked_or_what_was_written(
    desk: Seat, cases: list[Case], head: User, name: str, extension: str
) -> None:
    content = b"".join(table(desk(head), name, extension, measure="received").streaming_content)
    if extension == "xlsx":
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            content = b"".join(book.read(part) for part in book.namelist())
    said = content.decode()
    assert "calc" in said
    assert [words for words in PERSONAL if words in said] == []


def test_a_name_that_looks_like_a_formula_is_disarmed(desk: Seat, cases: list[Case], head: User) -> None:
    found = rows(table(desk(head), "figures_cases_table", measure="received"))
    assert {row["Kind of request"] for row in found} == {"'=cmd|'/C calc'!A0"}


@pytest.mark.parametrize("extension", ["csv", "xlsx"])
@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝", "＋", "－", "＠"])
def test_no_file_has_a_formula_not_even_a_full_width_one(
    desk: Seat, department: Department, head: User, extension: str, sign: str
) -> None:
    CaseFactory(request_type=RequestTypeFactory(department=department, name_en=f"{sign}HYPERLINK(1)"))
    for name in ("figures_table", "figures_cases_table"):
        content = b"".join(table(desk(head), name, extension, measure="received").streaming_content)
        if extension == "xlsx":
            with zipfile.ZipFile(io.BytesIO(content)) as book:
                content = b"".join(book.read(part) for part in book.namelist())
        assert f"'{sign}HYPERLINK(1)" in content.decode()
        assert f">{sign}HYPER" not in content.decode()
        assert f",{sign}HYPER" not in content.decode()


def test_the_file_speaks_the_readers_language(desk: Seat, cases: list[Case], head: User) -> None:
    thai: Any = desk(head).get(address("figures_table", "csv").removeprefix("/en"))
    assert "By,Name" not in b"".join(thai.streaming_content).decode()


def test_a_strangers_file_is_empty(desk: Seat, cases: list[Case], stranger: User) -> None:
    assert rows(table(desk(stranger), "figures_cases_table", measure="received")) == []
    first, *_others = rows(table(desk(stranger), "figures_table"))
    assert first["Received"] == "0"


def test_a_number_that_does_not_exist_has_no_file(desk: Seat, head: User) -> None:
    assert table(desk(head), "figures_cases_table", measure="names").status_code == 404


def test_the_report_is_a_pdf(desk: Seat, cases: list[Case], head: User, pango: None) -> None:
    answer = desk(head).page("figures_paper")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith('attachment; filename="report-')
    found = PdfReader(io.BytesIO(answer.content))
    assert found.metadata is not None
    assert "Report" in str(found.metadata.title)


def test_without_pango_the_report_is_a_page_to_print(
    desk: Seat, cases: list[Case], head: User, no_pango: None
) -> None:
    answer = desk(head).page("figures_paper")
    assert answer.status_code == 503
    assert "Half are done within (days)" in text(answer)


def test_chosen_answers_are_taken_along_and_typed_ones_are_not(
    desk: Seat, department: Department, head: User
) -> None:
    request_type = RequestTypeFactory(department=department)
    asked = ask(request_type, question("pole"), question("fault", "one"), question("lamps", "number"))
    file_with(asked, {"q_pole": "somchai's house", "q_fault": "ดับ", "q_lamps": "3"})
    (row,) = rows(table(desk(head), "figures_cases_table", measure="received"))
    assert row["Answers"] == "fault: It is out; lamps: 3"
