"""The letter as a page: what a phone, Outlook and a screen reader can do with it."""

import re

import pytest
from django.conf import LazySettings
from django.utils import timezone
from django.utils.translation import override

from cases.events import Actor
from cases.models import Case, CaseEvent, Municipality
from notifications.letters.catalogue import CATALOGUE
from notifications.letters.catalogue import TO_CITIZENS as SPECS
from notifications.letters.content.event_content import about
from notifications.letters.content.rendering import Rendered, render
from notifications.models import Audience, Letter
from tests.factories import ExternalAgencyFactory

pytestmark = pytest.mark.django_db
OFFICE = Municipality(code="x", name_th="เทศบาลตัวอย่าง", name_en="Sample City", phone="042 000 000")
TO_CITIZENS = [spec.letter for spec in SPECS if spec.event]
# The old address is told that another one took its place, and no more than that.
WITHOUT_PLACE = {Letter.EMAIL_CHANGED}
NEXT = re.compile("what happens next|what you can do next|you need not do anything|please call us", re.I)


@pytest.fixture
def case(case: Case) -> Case:
    case.resolved_at, case.place, case.agency = timezone.now(), "ตลาดหนองบัว", ExternalAgencyFactory()
    return case


def written(case: Case, letter: Letter, message: str = "") -> Rendered:
    event = CaseEvent(
        case=case,
        kind="noted",
        at=timezone.now(),
        actor=Actor.CITIZEN,
        message=message,
        department=case.department,
    )
    with override("en"):
        return render(letter, "en", about(event, CATALOGUE[letter], Audience.CITIZEN), OFFICE)


@pytest.mark.parametrize("letter", TO_CITIZENS)
def test_a_citizens_letter_says_number_kind_place_next_step_and_telephone(case: Case, letter: Letter) -> None:
    words = written(case, letter)
    for part in (words.text, words.html):
        assert case.number in part
        assert case.request_type.name_en in part
        assert ("ตลาดหนองบัว" in part) == (letter not in WITHOUT_PLACE)
        assert "042 000 000" in part
        assert NEXT.search(part)


@pytest.mark.parametrize("letter", TO_CITIZENS)
def test_nothing_is_fetched_from_anywhere(case: Case, letter: Letter) -> None:
    html = written(case, letter).html
    assert not re.findall(r'(?:src|background)="(?!cid:)|url\(|<link|<script|@import', html)
    assert len(re.findall(r"<a ", html)) == 1


def test_a_citizens_words_have_no_live_link(case: Case) -> None:
    html = written(case, Letter.QUESTION, "ดู https://evil.example/x <a href='https://evil.example'>").html
    assert "evil.example" not in html
    assert "<a href='" not in html


def test_the_tables_of_the_frame_are_no_tables_to_a_screen_reader(case: Case) -> None:
    html = written(case, Letter.QUESTION, "?").html
    tables = re.findall(r"<table[^>]*>", html)
    assert [table for table in tables if 'role="presentation"' not in table] == [
        table for table in tables if "margin: 16px 0" in table
    ]
    assert html.count("<th ") == html.count('scope="row"')


def test_outlook_gets_a_width_of_600_pixels(case: Case) -> None:
    html = written(case, Letter.CLOSED).html
    assert '<!--[if mso]><table role="presentation" width="600"' in html
    assert "max-width: 600px" in html


def test_every_style_stands_on_its_element(case: Case, settings: LazySettings) -> None:
    assert "<style" not in written(case, Letter.CLOSED).html
