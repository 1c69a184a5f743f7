"""The search box of the first page answers while somebody types, and works as a form without JavaScript."""

import pytest
from playwright.sync_api import Page, expect

from cases.models import Department
from tests.browser.test_citizen_pages import findings
from tests.factories import RequestTypeFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def home(live_site: str, page: Page, department: Department) -> Page:
    """The first page, with two kinds."""
    names = {"road_damage": "Road damage", "noise": "Noise"}
    for code, name in names.items():
        RequestTypeFactory(code=code, name_en=name, name_th=name, department=department)
    page.goto("/en/")
    return page


def test_results_come_while_typing_and_are_announced(home: Page) -> None:
    home.locator("#q").press_sequentially("road dam")
    expect(home.locator(".found a")).to_have_count(1)
    expect(home.locator("[data-request-type-status]")).to_contain_text("1 kind of request")
    expect(home.locator("#q")).to_be_focused()
    assert findings(home) == []


def test_an_emptied_box_shows_all_kinds_again(home: Page) -> None:
    home.fill("#q", "noise")
    expect(home.locator(".found a")).to_have_count(1)
    home.fill("#q", "")
    expect(home.locator(".request-types details")).to_have_count(2)
    expect(home.locator("[data-request-type-status]")).to_have_text("")


def test_the_address_keeps_what_was_searched(home: Page) -> None:
    home.fill("#q", "noise")
    expect(home.locator(".found a")).to_have_count(1)
    home.reload()
    expect(home.locator("#q")).to_have_value("noise")
    expect(home.locator(".found a")).to_have_count(1)


def test_only_the_results_travel(home: Page) -> None:
    with home.expect_response("**/en/?q=noise") as answer:
        home.fill("#q", "noise")
    assert "<html" not in answer.value.text()
