"""The palette in a real browser: opened and followed by the keyboard alone; a page without scripts."""

import pytest
from playwright.sync_api import Browser, Page, expect

from cases.models import Case, User
from tests.browser.test_inbox_keys import THAI_KEY
from tests.browser.test_staff import _problems, log_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def at_desk(page: Page, case: Case, head: User) -> Page:
    page.set_viewport_size({"width": 1280, "height": 800})
    log_in(page, "head", "/en/staff/after/")
    return page


def test_ctrl_k_finds_a_number_by_the_keyboard_alone(at_desk: Page, case: Case) -> None:
    at_desk.keyboard.press("Control+k")
    expect(at_desk.get_by_role("combobox")).to_be_focused()
    at_desk.keyboard.type(case.number)
    expect(at_desk.get_by_role("option", name=case.number)).to_have_attribute("aria-selected", "true")
    assert _problems(at_desk) == []
    at_desk.keyboard.press("Enter")
    at_desk.wait_for_url(f"**/cases/{case.number}/")


def test_the_slash_opens_it_and_the_arrows_choose(at_desk: Page) -> None:
    at_desk.keyboard.press("/")
    box = at_desk.get_by_role("combobox")
    box.wait_for()
    at_desk.get_by_role("option").nth(1).wait_for()
    first = box.get_attribute("aria-activedescendant")
    at_desk.keyboard.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant") not in (first, None)
    at_desk.keyboard.press("Escape")
    expect(box).to_be_hidden()


@pytest.mark.parametrize("key", [("า", "KeyK", True), ("ฝ", "Slash", False)], ids=["control-k", "slash"])
def test_the_keys_are_the_same_while_the_keyboard_is_thai(at_desk: Page, key: tuple[str, str, bool]) -> None:
    at_desk.evaluate(THAI_KEY, key)
    expect(at_desk.get_by_role("combobox")).to_be_focused()


def test_enter_never_follows_what_was_found_for_other_words(at_desk: Page, case: Case) -> None:
    at_desk.keyboard.press("Control+k")
    expect(at_desk.get_by_role("option").first).to_have_attribute("aria-selected", "true")
    at_desk.keyboard.insert_text(case.number)
    at_desk.keyboard.press("Enter")
    at_desk.wait_for_url(f"**/cases/{case.number}/")


def test_it_is_a_page_without_scripts(browser: Browser, live_server: object, case: Case, head: User) -> None:
    context = browser.new_context(
        java_script_enabled=False, base_url=str(live_server), viewport={"width": 320, "height": 640}
    )
    page = context.new_page()
    log_in(page, "head", "/en/staff/search/")
    page.get_by_label("Number, words, person, kind or page").fill("assign")
    page.get_by_role("button", name="Find").click()
    page.locator("main").get_by_role("link", name="To assign").click()
    expect(page.get_by_role("heading", name="Inbox")).to_be_visible()
    context.close()
