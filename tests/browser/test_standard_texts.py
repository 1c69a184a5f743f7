"""Standard texts, mentions and the letters' pages in a real browser: with scripts and without."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from cases.models import Case, Department, Municipality, StandardText, User
from notifications.models import LetterText
from tests.browser.test_staff import log_in
from tests.factories import CaseFactory, RequestTypeFactory, StandardTextFactory
from tests.thorough import one_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def asking(department: Department, head: User, officer: User) -> str:
    """The page of the question, with a text to insert."""
    StandardTextFactory(name_en="Landmark", text_th="ขอจุดสังเกต")
    request_type = RequestTypeFactory(department=department, letter_editable=True)
    case = CaseFactory(request_type=request_type, in_progress=True, head=head, officer=officer)
    return f"/en/staff/cases/{case.number}/ask/"


def inserted(page: Page) -> str:
    """The question after the text went into what had been typed."""
    field = page.get_by_role("textbox", name="Question to the citizen")
    field.fill("สวัสดีครับ")
    page.get_by_role("combobox", name="Standard text").select_option(label="Landmark")
    page.get_by_role("button", name="Insert").click()
    page.wait_for_function("document.getElementById('id_question').value.includes('ขอจุดสังเกต')")
    return field.input_value()


def test_a_text_goes_in_at_once_and_the_letter_shown_goes(page: Page, asking: str) -> None:
    log_in(page, "officer", asking)
    page.get_by_role("textbox", name="Question to the citizen").fill("x")
    page.get_by_role("button", name="Show the letter").click()
    page.locator("pre").first.wait_for()
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))
    assert inserted(page) == "สวัสดีครับ\n\nขอจุดสังเกต"
    assert (sent, page.locator("[data-letter] pre").count()) == ([], 0)
    assert StandardText.objects.count() == 1


def test_a_text_goes_in_without_scripts(visitor: Callable[..., Page], asking: str) -> None:
    page = visitor(java_script_enabled=False)
    log_in(page, "officer", asking)
    page.get_by_role("textbox", name="Question to the citizen").fill("สวัสดีครับ")
    page.get_by_role("combobox", name="Standard text").select_option(label="Landmark")
    page.get_by_role("button", name="Insert").click()
    field = page.get_by_role("textbox", name="Question to the citizen")
    assert field.input_value() == "สวัสดีครับ\n\nขอจุดสังเกต"


def test_words_added_are_in_the_letter_shown(page: Page, asking: str) -> None:
    log_in(page, "officer", asking)
    page.get_by_role("textbox", name="Question to the citizen").fill("x")
    page.get_by_role("textbox", name="Words added to the letter").fill("เจ้าหน้าที่จะโทรหาท่าน")
    page.get_by_role("button", name="Show the letter").click()
    assert "เจ้าหน้าที่จะโทรหาท่าน" in page.locator("[data-letter] pre").inner_text()


def test_a_colleague_is_picked_with_the_keyboard(page: Page, case: Case, officer: User) -> None:
    log_in(page, "head", f"/en/staff/cases/{case.number}/note/")
    page.get_by_role("textbox", name="Internal note").fill("ดูด้วย")
    page.locator("details.mentions summary").press("Enter")
    page.get_by_role("checkbox", name=str(officer)).press("Space")
    assert Axe().run(page).response["violations"] == []
    page.get_by_role("button", name="Save the note").press("Enter")
    page.get_by_text("The note is saved").wait_for()
    assert case.events.get(kind="noted").mentions.get().user == officer


@one_of("screen", ["telephone", "desk"], short=0)
def test_an_administrator_words_a_letter(
    visitor: Callable[..., Page], administrator: User, screen: str
) -> None:
    Municipality.objects.create(code="city", name_th="เทศบาลนคร", name_en="City")
    page = visitor(screen)
    log_in(page, "administrator", "/en/staff/notices/letters/result/th/")
    page.get_by_role("textbox", name="Text").fill("แจ้งได้ถึง {until} ครับ")
    page.get_by_role("button", name="Show the letter").click()
    assert "แจ้งได้ถึง" in page.locator("#letter pre").inner_text()
    assert Axe().run(page).response["violations"] == []
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("The letter is saved").wait_for()
    assert LetterText.objects.get().body == "แจ้งได้ถึง {until} ครับ"
