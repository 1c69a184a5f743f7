"""The map of the inbox in a real browser: points by lateness, and a part of it that narrows the list."""

import os
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from cases.models import Case, Municipality, User
from tests import maps
from tests.browser.test_staff import _problems, log_in
from tests.factories import CaseFactory
from tests.workflows.views.inbox.test_page import due

pytestmark = pytest.mark.django_db(transaction=True)
AT = {name: Decimal(str(degrees)) for name, degrees in maps.MIDDLE.items()}


@pytest.fixture
def town(page: Page, case: Case, head: User) -> Page:
    """The head's map with a late case in the middle of the town and one that is not late some way off."""
    names = {"name_th": "เทศบาลสมมติ", "name_en": "Invented"}
    Municipality.objects.create(code="city", **names, **maps.BOX, **maps.MIDDLE)
    Case.objects.filter(pk=due(case, -3).pk).update(**AT)
    far = due(CaseFactory(request_type=case.request_type), 30)
    Case.objects.filter(pk=far.pk).update(**{name: at + Decimal("0.01") for name, at in AT.items()})
    page.set_viewport_size({"width": 1280, "height": 900})
    log_in(page, "head", "/en/staff/?view=open&look=map")
    page.locator(".map-report").first.wait_for()
    return page


def test_points_say_how_late_they_are_and_open_their_cases(town: Page, case: Case) -> None:
    said: list[str] = []
    town.on("console", lambda message: said.append(message.text))
    town.reload()
    town.locator(".map-late").wait_for()
    expect(town.locator(".map-late")).to_have_attribute("title", "One case. Open it.")
    assert _problems(town) == []
    if folder := os.environ.get("SHOTS"):
        for width in (1280, 360):
            town.set_viewport_size({"width": width, "height": 900})
            town.wait_for_timeout(800)
            town.screenshot(path=Path(folder) / f"map{width}.png", full_page=True)
    town.locator(".map-late").focus()
    town.keyboard.press("Enter")
    town.wait_for_url(f"**/staff/cases/{case.number}/")
    assert said == []


def test_what_is_in_view_or_in_a_rectangle_is_listed_ready_ticked(town: Page, case: Case) -> None:
    town.get_by_role("button", name="Choose what is in view").click()
    town.wait_for_url("**box=**")
    expect(town.locator("tbody input:checked")).to_have_count(2)
    expect(town.get_by_text("2 chosen")).to_be_visible()
    town.locator(".map-late").wait_for()
    town.get_by_role("button", name="Choose by a rectangle").click()
    town.locator(".map-late").scroll_into_view_if_needed()
    point = town.locator(".map-late").bounding_box()
    assert point
    town.mouse.move(point["x"] - 12, point["y"] - 12)
    town.mouse.down()
    town.mouse.move(point["x"] + 60, point["y"] + 60, steps=4)
    with town.expect_navigation():
        town.mouse.up()
    expect(town.locator("tbody input:checked")).to_have_count(1)
    expect(town.get_by_role("link", name=case.number)).to_be_visible()
    town.get_by_role("link", name="The whole map").click()
    expect(town.locator("tbody input")).to_have_count(2)


def around(page: Page, spot: Locator) -> list[tuple[float, float]]:
    """The corners of a triangle on the screen that holds the middle of a point, and not the corners of its
    box; the map stands in view."""
    page.locator("[data-map]").scroll_into_view_if_needed()
    box = spot.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    return [(x, y - 40), (x + 40, y + 25), (x - 40, y + 25), (x - 5, y - 38)]


def draw(page: Page, spot: Locator) -> None:
    """Draw around the point with the mouse; the list of what was drawn around arrives."""
    page.get_by_role("button", name="Choose by drawing around").click()
    expect(page.get_by_text("the map stands still")).to_be_visible()
    first, *rest = around(page, spot)
    page.mouse.move(*first)
    page.mouse.down()
    for corner in rest:
        page.mouse.move(*corner, steps=4)
    with page.expect_navigation():
        page.mouse.up()


def test_what_is_drawn_around_is_listed_ready_ticked(town: Page, case: Case) -> None:
    town.locator(".map-late").wait_for()
    draw(town, town.locator(".map-late"))
    expect(town.locator("tbody input:checked")).to_have_count(1)
    expect(town.get_by_role("link", name=case.number)).to_be_visible()
    expect(town.locator("path.chosen-part")).to_have_count(1)
    town.locator(".map-late").wait_for()
    assert _problems(town) == []
    town.get_by_role("button", name="Choose by drawing around").click()
    town.keyboard.press("Escape")
    expect(town.get_by_role("button", name="Choose by drawing around")).to_have_attribute(
        "aria-pressed", "false"
    )
    town.locator(".map-late").click()
    town.wait_for_url(f"**/staff/cases/{case.number}/")


def test_one_finger_draws_while_the_page_and_the_map_stand_still(
    visitor: Callable[..., Page], case: Case, head: User
) -> None:
    Municipality.objects.create(code="city", name_th="เทศบาล", name_en="Town", **maps.BOX, **maps.MIDDLE)
    Case.objects.filter(pk=due(case, -3).pk).update(**AT)
    page = visitor(screen="telephone", has_touch=True)
    log_in(page, "head", "/en/staff/?view=open&look=map")
    page.locator(".map-late").wait_for()
    page.get_by_role("button", name="Choose by drawing around").tap()
    corners, wire = around(page, page.locator(".map-late")), page.context.new_cdp_session(page)
    stood = page.evaluate("scrollY")
    for kind, (x, y) in zip(["Start", *["Move"] * 3], corners, strict=True):
        touch = {"type": f"touch{kind}", "touchPoints": [{"x": x, "y": y}]}
        wire.send("Input.dispatchTouchEvent", touch)
    assert page.evaluate("scrollY") == stood
    with page.expect_navigation():
        wire.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(page.locator("tbody input:checked")).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth") == 360
