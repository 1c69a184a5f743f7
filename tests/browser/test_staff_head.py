"""The head of the staff's pages: one line for each role, the bell in sight, rarer pages under one's name."""

import pytest
from playwright.sync_api import Page, expect

from cases.models import Municipality, User
from tests.browser.seat import open_person
from tests.browser.test_citizen_pages import findings
from tests.browser.test_staff import log_in
from tests.notifications.pages.test_bell import told as told

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = "/staff/after/"
ROLES = ("clerk", "head", "officer", "executive", "administrator")
# Of the line: how high it is, and whether something in it lies over something else or outside.
LINE = """() => {
  const bar = document.querySelector(".site-header > .wrap");
  const parts = [...bar.querySelectorAll("a, summary")]
    .filter((one) => one.checkVisibility() && !one.closest(".person > div"));
  const boxes = parts.map((one) => one.getBoundingClientRect()).sort((one, other) => one.left - other.left);
  const apart = boxes.every((box, at) => at === 0 || boxes[at - 1].right <= box.left + 1);
  const wide = document.documentElement.scrollWidth;
  return [bar.offsetHeight < 72, apart, boxes.at(-1).right <= innerWidth, wide];
}"""


@pytest.mark.parametrize("role", ROLES)
def test_the_head_takes_one_line_in_both_languages(
    page: Page, request: pytest.FixtureRequest, role: str
) -> None:
    names = {"name_th": "เทศบาลนครอุดรธานี", "name_en": "Udon Thani City Municipality"}
    Municipality.objects.create(code="city", **names)
    person: User = request.getfixturevalue(role)
    person.first_name, person.last_name = "พิมพ์ชนก", "ศรีสุวรรณวงศ์"
    person.save()
    log_in(page, person.username, f"/en{PAGE}")
    for path in (PAGE, f"/en{PAGE}"):
        for width, height in ((1280, 900), (320, 740)):
            page.set_viewport_size({"width": width, "height": height})
            page.goto(path)
            assert page.evaluate(LINE) == [True, True, True, width], (path, width)


def test_the_bell_is_seen_beside_the_closed_menu(page: Page, officer: User, told: object) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    log_in(page, officer.username, f"/en{PAGE}")
    bell = page.get_by_role("link", name="News for me 1 unread")
    expect(bell.locator(".bell-count")).to_be_in_viewport()
    bell.click()
    page.wait_for_url("**/notices/news/")


@pytest.mark.parametrize("width", [360, 1280])
def test_the_rarer_pages_and_the_way_out_stand_under_ones_name(
    page: Page, officer: User, head: User, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 740})
    log_in(page, officer.username, f"/en{PAGE}")
    way_out = page.locator("header").get_by_role("button", name="Log out")
    expect(way_out).to_be_hidden()
    open_person(page)
    expect(way_out).to_be_in_viewport()
    assert (findings(page), page.evaluate("document.documentElement.scrollWidth")) == ([], width)
    page.keyboard.press("Escape")
    expect(way_out).to_be_hidden()
    expect(page.locator(".person > summary")).to_be_focused()
    open_person(page)
    page.locator("footer").click(position={"x": 3, "y": 3})
    expect(way_out).to_be_hidden()
    open_person(page)
    page.locator("header").get_by_role("link", name="My log-in").click()
    page.wait_for_url("**/security/")
