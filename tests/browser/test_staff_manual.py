"""The staff's manual in a real browser: no barriers at both sizes, and the “?” opens it at its place."""

import pytest
from playwright.sync_api import Page, expect

from cases.models import Case, User
from tests.browser.test_staff import SIZES, _policy, _problems, log_in
from tests.thorough import one_of

pytestmark = pytest.mark.django_db(transaction=True)


@one_of("size", SIZES, short=1)
def test_the_question_mark_opens_the_manual_at_its_place_without_barriers(
    page: Page, case: Case, administrator: User, size: tuple[int, int]
) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(_policy(message)))
    page.set_viewport_size({"width": size[0], "height": size[1]})
    log_in(page, "head", "/en/staff/morning/")
    page.get_by_role("link", name="Manual about this page").click()
    page.wait_for_url("**/en/staff/help/head/#morning")
    expect(page.locator("#morning h2")).to_be_in_viewport()
    problems = _problems(page)
    picture = page.locator("#morning img")
    expect(picture).to_have_js_property("complete", True)
    assert picture.evaluate("one => one.naturalWidth") > 300
    for path in ("officer/", "administrator/"):
        page.goto(f"/en/staff/help/{path}")
        problems += _problems(page)
    # With large letters and on the narrowest telephone the head of the page keeps its parts apart.
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto("/staff/help/clerk/")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert problems == []
    assert [text for text in said if text] == []
