"""The staff's manual: each role has its chapter, each page its section, and the pictures are as noted."""

import hashlib
import io
import json
import re
import subprocess
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from cases import actions
from cases.models import Case, Department, User
from tests.addresses import addresses
from tests.screenshots.fields import fields
from tests.screenshots.pointed import LANGUAGES
from tests.screenshots.staff_manual import STAGED, TAKEN
from tests.tokens import ROOT, STATIC
from tests.workflows.views.conftest import Seat
from workflows.manual.chapters import CHAPTERS
from workflows.manual.illustrations import FOLDER
from workflows.manual.pages import SECTIONS, STEPS, sections_about, told_at
from workflows.rights.catalogue import Verb

pytestmark = pytest.mark.django_db
STALE = "a page and its picture differ: run `make demo` and `make pictures ARGS=staff_manual`"
ROLES = ["clerk", "head", "officer", "executive", "administrator"]
# What no person reads as a page of the staff: the log-in, files, parts of pages, and the manual itself.
NO_PAGES = {
    "staff:login",
    "staff:second_step",
    "staff:logout",
    "staff:sso",
    "staff:sso_back",
    "staff:sso_out",
    "staff:undo_step",
    "staff:field_manifest",
    "staff:help",
    "staff:help_picture",
    "staff:help_chapter",
    "staff:help_pdf",
}
# Fields that are there where the municipality has standard texts, and where words can be cleared.
OF_SOME = {"insert", "standard_text", "words"}
MOST_SHEETS = 12
MOST_BYTES = 2 * 1024 * 1024
ALL_SECTIONS = {name for chapter in CHAPTERS.values() for name in chapter.names}


def noted() -> dict[str, dict[str, Any]]:
    """What was noted when the pictures were taken."""
    taken: dict[str, dict[str, Any]] = json.loads(TAKEN.read_text(encoding="utf-8"))
    return taken


def staff_addresses() -> set[str]:
    """The names of all addresses of the staff."""
    names = {name.split(" ")[0] for name, path in addresses().items() if path.startswith("/staff/")}
    return names - NO_PAGES


@pytest.mark.parametrize("role", ROLES)
def test_everybody_begins_with_the_chapter_of_the_own_role(
    role: str, desk: Seat, request: pytest.FixtureRequest
) -> None:
    seat = desk(request.getfixturevalue(role))
    for root in LANGUAGES.values():
        page = seat.get(f"{root}staff/help/", follow=True)
        assert page.redirect_chain[-1][0] == f"{root}staff/help/{role}/"
        inside = set(re.findall(r'href="#([\w-]+)"', page.text)) - {"main"}
        assert inside == CHAPTERS[role].names, "its contents name its sections"
        assert inside <= set(re.findall(r'id="([\w-]+)"', page.text))
        others = re.findall(r'href="([^"#]*/staff/help/[\w/]*)"', page.text)
        assert {seat.get(address).status_code for address in others if "pdf" not in address} == {200}


def test_every_page_of_the_staff_has_a_section_that_exists() -> None:
    assert {name for name in staff_addresses() if not sections_about(name)} == set()
    told = {name for names in (*SECTIONS.values(), *STEPS.values()) for name in names}
    assert told - ALL_SECTIONS == set()
    assert set(STEPS) == set(Verb), "a step has its section"
    counted = [section.name for chapter in CHAPTERS.values() for section in chapter.sections]
    assert max(counted.count(name) for name in ALL_SECTIONS) <= len(CHAPTERS), "none stands twice in one"


def test_the_question_mark_leads_to_the_section_about_the_page(
    desk: Seat, head: User, officer: User, clerk: User, executive: User, case: Case
) -> None:
    seat = desk(head)
    assert 'href="/en/staff/help/head/#inbox" aria-label="Manual about this page"' in seat.page("inbox").text
    assert 'href="/en/staff/help/head/#morning"' in seat.page("morning").text
    actions.assign(case, to=officer, by=head)
    actions.start(case, by=officer)
    asked = desk(officer).page("step", case.number, "ask").text
    assert 'href="/en/staff/help/officer/#question"' in asked
    # Who has no section about it in the own chapter reads the one of those who do it.
    assert told_at("staff:morning", officer).endswith("/head/#morning")
    assert told_at("staff:case", executive).endswith("/executive/#reading")
    assert told_at("staff:file", clerk).endswith("/clerk/#caller")
    # A page that does not exist has the beginning of the own chapter.
    missing = seat.get("/en/staff/help/nobody/")
    assert (missing.status_code, 'href="/en/staff/help/head/"' in missing.text) == (404, True)


def test_a_page_of_the_manual_asks_for_no_more_than_its_frame(
    desk: Seat, head: User, django_assert_max_num_queries: Any
) -> None:
    seat = desk(head)
    seat.page("help_chapter", "head")
    with django_assert_max_num_queries(8):
        seat.page("help_chapter", "head")


def test_strangers_get_neither_chapter_nor_picture(client: Client) -> None:
    for name, arguments in (
        ("help", []),
        ("help_chapter", ["head"]),
        ("help_pdf", ["head"]),
        ("help_picture", ["th", "morning"]),
    ):
        answer = client.get(reverse(f"staff:{name}", args=arguments))
        assert (answer.status_code, "/staff/login/" in answer["Location"]) == (302, True), name


def test_the_staff_get_the_pictures_that_there_are(desk: Seat, officer: User) -> None:
    seat = desk(officer)
    for section in CHAPTERS["officer"].sections:
        for picture in section.pictures:
            answer = seat.get(picture.address)
            assert (answer["Content-Type"], len(answer.content) > 1000) == ("image/webp", True)
    for language, name in (("th", "nothing"), ("xx", "morning"), ("pictures", "morning")):
        assert seat.page("help_picture", language, name).status_code == 404


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_picture_is_the_one_that_was_noted_and_told(language: str) -> None:
    taken, folder = noted(), FOLDER / language
    made = {file.stem: hashlib.sha256(file.read_bytes()).hexdigest() for file in folder.iterdir()}
    assert {name: taken[name][language]["sha256"] for name in STAGED} == made, STALE
    told = {
        picture.name: len(picture.numbered)
        for chapter in CHAPTERS.values()
        for section in chapter.sections
        for picture in section.pictures
    }
    assert told == {name: taken[name]["numbers"] for name in STAGED}


def test_the_pictures_show_the_fields_that_the_pages_have(
    desk: Seat, clerk: User, head: User, officer: User, case: Case, administrator: User
) -> None:
    def shown(seat: Any, name: str, *arguments: Any) -> list[str]:
        return forms(fields(seat.page(name, *arguments).text))

    def forms(names: list[str]) -> list[str]:
        return [name for name in names if re.fullmatch(r"[a-z_]+", name) and name not in OF_SOME]

    actions.assign(case, to=officer, by=head)
    actions.start(case, by=officer)
    seen = {
        "caller": shown(desk(clerk), "file"),
        "extend": shown(desk(head), "step", case.number, "extend"),
        "ask": shown(desk(officer), "step", case.number, "ask"),
    }
    assert {name: forms(noted()[name]["fields"]) for name in seen} == seen, STALE


def test_all_pictures_of_both_manuals_weigh_little() -> None:
    folders = (FOLDER, STATIC / "help", ROOT / "docs" / "pictures")
    files = [file for folder in folders for file in folder.rglob("*.webp")]
    assert sum(file.stat().st_size for file in files) <= MOST_BYTES


@pytest.mark.parametrize("role", ROLES)
def test_a_chapter_is_a_document_of_few_sheets_in_thai(
    role: str, desk: Seat, department: Department, head: User, pango: None
) -> None:
    answer = desk(head).get(f"/staff/help/{role}/pdf/")
    assert answer["Content-Disposition"] == f'attachment; filename="manual-{role}.pdf"'
    assert len(PdfReader(io.BytesIO(answer.content)).pages) <= MOST_SHEETS
    said = subprocess.run(["pdftotext", "-", "-"], input=answer.content, capture_output=True, check=True)
    words = "".join(said.stdout.decode().split())
    assert "การเข้าสู่ระบบของฉัน" in words, "the last section"
