"""What has to fit: tables on a telephone and on a desk, rows with their pictures, heads above their pages."""

import pytest
from playwright.sync_api import Page

from cases.models import Case, User
from tests.browser.test_citizen_pages import log_in as look_up
from tests.browser.test_staff import log_in
from tests.factories import CaseFactory, RequestTypeFactory
from tests.people import Citizen
from tests.pictures import photo

pytestmark = pytest.mark.django_db(transaction=True)
TELEPHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
# The names of the tables that go on at a side.
SCROLLED = """() => [...document.querySelectorAll(".table-wrap")]
  .filter((one) => one.checkVisibility() && one.scrollWidth > one.clientWidth + 1)
  .map((one) => one.textContent.trim().slice(0, 60))"""


def scrolled(page: Page, path: str, size: dict[str, int]) -> list[str]:
    """The tables of a page that do not fit a screen of this size."""
    page.set_viewport_size({"width": size["width"], "height": size["height"]})
    page.goto(path)
    found: list[str] = page.evaluate(SCROLLED)
    return found


def left(page: Page, what: str) -> int:
    return round(float(page.locator(what).first.evaluate("one => one.getBoundingClientRect().left")))


@pytest.mark.parametrize("path", ["/figures/", "/en/figures/"])
def test_the_public_figures_fit_a_telephone(page: Page, case: Case, live_site: str, path: str) -> None:
    assert scrolled(page, path, TELEPHONE) == []


def test_the_tables_of_the_staff_fit(page: Page, case: Case, head: User, administrator: User) -> None:
    log_in(page, "head")
    number = case.number
    for language in ("/en", ""):
        assert scrolled(page, f"{language}/staff/cases/{number}/", TELEPHONE) == []
        assert page.get_by_role("cell").first.is_visible()
        assert scrolled(page, f"{language}/staff/figures/map/", DESK) == []
    page.context.clear_cookies()
    log_in(page, "administrator", "/en/staff/rights/")
    for language in ("/en", ""):
        for size in (TELEPHONE, DESK):
            assert scrolled(page, f"{language}/staff/rights/", size) == []


def test_a_row_gives_its_room_to_the_words_and_its_picture_stays_whole(page: Page, head: User) -> None:
    lamp = RequestTypeFactory(department=head.memberships.get().department)
    CaseFactory(request_type=lamp, photos=[photo()], details="หลอดไฟดับมาสามคืน มืดมาก " * 8)
    page.set_viewport_size({"width": 1280, "height": 900})
    log_in(page, "head", "/en/staff/?view=open&look=list")
    sizes = "one => { const { width, height } = one.getBoundingClientRect(); return [width, height]; }"
    assert page.locator(".rows td.picture img").evaluate(sizes) == [56, 56]
    assert page.locator(".rows td.what").first.evaluate("one => one.offsetWidth") > 300


def test_the_head_of_a_wide_page_stands_above_what_is_on_it(page: Page, somchai: Citizen) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    look_up(page, somchai)
    assert left(page, "h1") == left(page, ".brand") == left(page, ".site-footer a, .site-footer p")
