"""The letters themselves: every one in both languages, and what they must not say."""

import re
from typing import Any

import pytest
from django.utils import timezone
from django.utils.translation import override

from cases.events import Actor
from cases.models import Case, CaseEvent, Municipality, User
from cases.models.case.event_content import BatchPosition
from notifications.letters.catalogue import CATALOGUE, SPECS
from notifications.letters.content.event_content import about, quoted
from notifications.letters.content.rendering import MARK, NAME, STOP, Rendered, render
from notifications.models import Audience, Letter
from tests.factories import CaseFactory, ExternalAgencyFactory, RequestTypeFactory
from tests.once import case as case
from tests.once import case_made as case_made
from tests.once import department as department
from tests.once import head as head
from tests.once import made as made
from tests.once import officer as officer

OFFICE = Municipality(code="x", name_th="เทศบาลตัวอย่าง", name_en="Sample City", phone="042 000 000")
PAIRS = sorted({(spec.letter, rule.audience) for spec in SPECS if spec.event for rule in spec.rules})
SPAM = "ดู https://evil.example/x www.evil.example win@evil.example"


GREETINGS = {
    Audience.CITIZEN: f"Dear {NAME},",
    Audience.FOLLOWER: "Dear follower of this request,",
    Audience.OUTSIDE: f"Dear {NAME},",
}
# It speaks of several cases at once.
OF_MANY = (Letter.CASES_CAME_BACK,)


def written(
    case: Case, letter: Letter, audience: Audience, language: str = "en", **event: object
) -> Rendered:
    said = {"kind": "noted", "actor": Actor.CITIZEN, "message": SPAM, "department": case.department}
    happened = CaseEvent(case=case, at=timezone.now(), **(said | event))
    with override(language):
        return render(letter, language, about(happened, CATALOGUE[letter], audience), OFFICE)


def test_the_letter_about_many_cases_names_none_and_leads_to_the_inbox(case: Case) -> None:
    came_back: dict[str, Any] = {"kind": "officer_left", "data": BatchPosition(1, 12).to_json()}
    words = written(case, Letter.CASES_CAME_BACK, Audience.HEAD, message="Somchai", **came_back)
    assert words.subject.startswith("12 cases back with you")
    assert case.number not in words.text
    assert "/en/staff/?view=assign" in words.text
    assert "Who was in charge:\nSomchai" in words.text


def test_who_is_no_member_of_the_staff_is_greeted_and_gets_a_courtesy(case: Case) -> None:
    for letter, audience in PAIRS:
        if letter in OF_MANY:
            continue
        words = written(case, letter, audience)
        for part in (words.text, words.html):
            assert (GREETINGS.get(audience, "Dear ") in part) == (audience in GREETINGS), (letter, audience)
            assert ("Yours sincerely," in part) == (audience in GREETINGS), (letter, audience)


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize(("letter", "audience"), [pair for pair in PAIRS if pair[0] not in OF_MANY])
def test_a_letter_names_case_kind_office_and_page(
    case: Case, letter: Letter, audience: Audience, language: str
) -> None:
    case.resolved_at = timezone.now()
    words = written(case, letter, audience, language)
    name = OFFICE.name_en if language == "en" else OFFICE.name_th
    pages = {Audience.CITIZEN: "/track/", Audience.FOLLOWER: STOP}
    # People outside have a link of their own, or nothing to open.
    link = f"/outside/open/{MARK}" if CATALOGUE[letter].personal_link else ""
    page = link if audience == Audience.OUTSIDE else pages.get(audience, f"/staff/cases/{case.number}/")
    for part in (words.text, words.html):
        assert case.number in part
        assert case.request_type.name_th in part or case.request_type.name_en in part
        assert name in part
        assert "042 000 000" in part
        spoken = f"/en{page}" if language == "en" else f"8000{page}"
        assert (page if page in (STOP, link) else spoken) in part
    assert words.subject.startswith(case.number)
    assert "\n" not in words.subject


@pytest.mark.parametrize(("letter", "audience"), PAIRS)
def test_only_the_letters_with_a_password_or_a_personal_link_hold_the_mark_of_a_secret(
    case: Case, letter: Letter, audience: Audience
) -> None:
    marks = written(case, letter, audience).text.count(MARK)
    assert marks == (letter in (Letter.RECEIVED, Letter.NEW_PASSWORD) or CATALOGUE[letter].personal_link)


@pytest.mark.parametrize(("letter", "audience"), [pair for pair in PAIRS if pair[1] != Audience.CITIZEN])
def test_a_letter_to_the_staff_does_not_say_who_asks(case: Case, letter: Letter, audience: Audience) -> None:
    words = written(case, letter, audience)
    for private in (case.first_name, case.last_name, case.email, "812345678", case.house_no):
        assert private not in words.text + words.html


@pytest.mark.parametrize(("letter", "audience"), PAIRS)
def test_nothing_that_a_citizen_typed_becomes_a_link(case: Case, letter: Letter, audience: Audience) -> None:
    case.place = SPAM
    words = written(case, letter, audience)
    for part in (words.text, words.html):
        assert not re.search(r"://evil|www\.evil|@evil|evil\.example", part)


def test_words_of_people_are_escaped(case: Case) -> None:
    case.place = "<script>alert(1)</script>"
    html = written(case, Letter.RECEIVED, Audience.CITIZEN).html
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_the_mark_of_the_secret_cannot_be_typed_in(case: Case) -> None:
    case.place = f"here {MARK}"
    assert written(case, Letter.RECEIVED, Audience.CITIZEN).text.count(MARK) == 1


@pytest.mark.parametrize("harmless", ["หน้าบ้านเลขที่ 99/1 ซอย 3.5 ม.", "กว้าง 1.20 เมตร เวลา 10:30 น."])
def test_ordinary_thai_words_are_left_alone(harmless: str) -> None:
    assert quoted(harmless) == harmless


def test_the_words_of_the_officer_keep_their_links(case: Case) -> None:
    words = written(
        case, Letter.QUESTION, Audience.CITIZEN, actor=Actor.STAFF, message="see https://a.example/b"
    )
    assert "https://a.example/b" in words.text


def test_dates_are_in_the_era_of_the_language(case: Case) -> None:
    thai = written(case, Letter.RECEIVED, Audience.CITIZEN, "th").text
    english = written(case, Letter.RECEIVED, Audience.CITIZEN, "en").text
    assert str(case.due_on.year + 543) in thai
    assert str(case.due_on.year) in english
    assert str(case.due_on.year + 543) not in english.replace(case.number, "")


def test_a_result_says_until_when_it_can_be_contradicted(head: User, officer: User) -> None:
    case = CaseFactory(resolved=True)
    text = written(case, Letter.RESULT, Audience.CITIZEN).text
    assert "within 14 days" in text
    assert case.result is not None
    assert case.result.name_en in text


def test_a_rejection_names_the_agency_and_its_hotline(case: Case) -> None:
    case.agency = ExternalAgencyFactory(name_en="Provincial Electricity Authority", hotline="1129")
    text = written(case, Letter.REJECTED, Audience.CITIZEN).text
    assert "Where to go instead: Provincial Electricity Authority" in text
    assert "Hotline: 1129" in text


def test_a_letter_about_a_restricted_case_tells_the_staff_neither_place_nor_words(case: Case) -> None:
    case.request_type = RequestTypeFactory(restricted=True)
    case.place = "Secret Lane"
    text = written(case, Letter.CASE_REOPENED, Audience.HEAD, message="He took money").text
    assert "Secret Lane" not in text
    assert "He took money" not in text


def test_a_letter_loads_nothing_from_anywhere(case: Case) -> None:
    html = written(case, Letter.RECEIVED, Audience.CITIZEN).html
    assert html.count("<img") == html.count('<img src="cid:') == 1  # the QR code comes with the letter
    assert not re.search(r"<(link|script|iframe|style)|url\(", html)
