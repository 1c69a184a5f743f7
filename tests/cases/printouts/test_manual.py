"""The citizens' manual: its pictures show the pages as they are, its numbers are told, it is a PDF too."""

import hashlib
import io
import json
import random
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader

from cases.printouts.manual import SECTIONS
from tests.journeys.visitor import Page
from tests.screenshots.fields import fields
from tests.screenshots.manual import FOLDER, KIND, SHOTS, TAKEN, TYPED
from tests.screenshots.pointed import LANGUAGES
from workflows.demo import set_up

STALE = "a page and its picture differ: run `make demo` and `make pictures`"
PICTURES = [picture for section in SECTIONS for picture in section.pictures]
MOST_BYTES = 2 * 1024 * 1024


@pytest.fixture
def taken() -> dict[str, dict[str, Any]]:
    """What was noted when the pictures were taken."""
    noted: dict[str, dict[str, Any]] = json.loads(TAKEN.read_text(encoding="utf-8"))
    return noted


def press(client: Client, page: Page, where: str, **typed: str) -> Page:
    """Fill in the form of the page that goes to `where`, and press its button."""
    form = page.form(where)
    choices = {
        name: next(filter(None, form.choices[name]))
        for name in form.names
        if name.startswith("q_") and name in form.choices
    }
    return opened(client.post(form.action, {**form.values, **choices, **typed}, follow=True))


def opened(response: Any) -> Page:
    """The page of an answer."""
    url = (
        response.redirect_chain[-1][0]
        if getattr(response, "redirect_chain", None)
        else response.request["PATH_INFO"]
    )
    return Page(url, response.status_code, response.text)


def walk(client: Client) -> Iterator[tuple[str, Page]]:
    """The road on which the pictures were taken, without a browser."""
    yield "home", opened(client.get("/"))
    page = opened(client.get(f"/requests/{KIND}/", follow=True))
    for name in ("what", "where", "you"):
        yield name, page
        page = press(client, page, f"/{name}/", **TYPED["th"][name])
    yield "check", page
    page = press(client, page, "/check/")
    yield "done", page
    number, password = page.html.split('class="credential">')[1:3]
    page = opened(client.get("/track/"))
    yield "track", page
    page = press(
        client, page, "/track/", user_id=number.partition("<")[0], password=password.partition("<")[0]
    )
    yield "list", page
    yield "forgot", opened(client.get("/track/forgot/"))


@pytest.mark.django_db
@pytest.mark.usefixtures("sample_municipality")
def test_each_picture_shows_the_fields_that_its_page_has(client: Client, taken: dict[str, Any]) -> None:
    # What the demo's form asks for besides.
    set_up.draw_areas()
    set_up.name_landmarks()
    set_up.number_lamps(random.Random(1))
    seen = {name: fields(page.html) for name, page in walk(client)}
    assert {name: taken[name]["fields"] for name in SHOTS} == seen, STALE


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_picture_is_the_one_that_was_noted(language: str, taken: dict[str, Any]) -> None:
    made = {
        name: hashlib.sha256((FOLDER / language / f"{name}.webp").read_bytes()).hexdigest() for name in SHOTS
    }
    assert {name: taken[name][language]["sha256"] for name in SHOTS} == made, STALE
    assert {file.stem for file in (FOLDER / language).iterdir()} == set(SHOTS)


def test_every_number_on_a_picture_is_told_in_words(taken: dict[str, Any]) -> None:
    assert {one.name: len(one.numbered) for one in PICTURES} == {
        name: taken[name]["numbers"] for name in SHOTS
    }


def test_all_pictures_weigh_little() -> None:
    assert sum(file.stat().st_size for file in FOLDER.rglob("*.webp")) <= MOST_BYTES


@pytest.mark.django_db
@pytest.mark.parametrize(("root", "words"), [("/", "กดปุ่ม ค้นหา"), ("/en/", "Press Search.")])
def test_the_manual_is_a_page_and_a_pdf_in_both_languages(
    client: Client, pango: None, root: str, words: str
) -> None:
    assert f'href="{root}help/"' in client.get(root).text
    page = client.get(f"{root}help/")
    assert (words in page.text, page.text.count("<img src")) == (
        True,
        len(SHOTS) + page.text.count('class="brand"'),
    )
    paper = client.get(f"{root}help/pdf/")
    assert paper["Content-Type"] == "application/pdf"
    read = PdfReader(io.BytesIO(paper.content))
    # Each sheet of a PDF of WeasyPrint lists the pictures of all.
    assert len({image.data for sheet in read.pages for image in sheet.images}) == len(SHOTS)
    assert len(paper.content) <= MOST_BYTES / 2
