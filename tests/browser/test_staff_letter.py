"""The letter before it is sent, in a real browser: fetched into its place, and gone when the words change."""

import os

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from cases.models import Case, Department, Status, User
from tests.browser.test_staff import log_in
from tests.factories import CaseFactory, RequestTypeFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def asking(department: Department, head: User, officer: User) -> str:
    request_type = RequestTypeFactory(department=department)
    case = CaseFactory(request_type=request_type, in_progress=True, head=head, officer=officer)
    return f"/en/staff/cases/{case.number}/ask/"


def shown(page: Page, words: str = "เลขที่เท่าใด") -> str:
    page.get_by_role("textbox", name="Question to the citizen").fill(words)
    page.get_by_role("button", name="Show the letter").click()
    page.locator(".letter").wait_for()
    return page.locator(".letter").inner_text()


def test_it_comes_into_its_place_with_the_focus(page: Page, asking: str) -> None:
    log_in(page, "officer", asking)
    assert "เลขที่เท่าใด" in shown(page)
    assert page.evaluate("document.activeElement.matches('.letter summary')")
    assert Axe().run(page).response["violations"] == []
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    if folder := os.environ.get("SHOTS"):
        page.screenshot(path=f"{folder}/letter-360.png", full_page=True)


def test_it_goes_when_the_words_change(page: Page, asking: str) -> None:
    log_in(page, "officer", asking)
    shown(page)
    page.get_by_role("textbox", name="Question to the citizen").press("x")
    assert page.locator(".letter").count() == 0


def test_it_can_be_sent_right_after_it_was_read(page: Page, asking: str) -> None:
    log_in(page, "officer", asking)
    shown(page)
    page.get_by_role("button", name="Send the question").click()
    page.get_by_text("The citizen is asked").wait_for()
    assert Case.objects.get().status == Status.WAITING


def test_without_scripts_the_page_comes_back_with_it(browser: Browser, live_site: str, asking: str) -> None:
    visitor = browser.new_context(base_url=live_site, java_script_enabled=False)
    page = visitor.new_page()
    log_in(page, "officer", asking)
    assert "เลขที่เท่าใด" in shown(page)
    assert page.url.endswith("#letter")
    visitor.close()


def test_when_the_log_in_has_ended_the_page_says_so(page: Page, asking: str) -> None:
    log_in(page, "officer", asking)
    page.get_by_role("textbox", name="Question to the citizen").fill("x")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Show the letter").click()
    page.get_by_text("Please log in").wait_for()
