"""The citizen's pages in a real browser: a telephone, with and without JavaScript, and what axe finds."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from cases.models import Case, RequestType
from tests.factories import (
    FiledFactory,
)
from tests.people import Citizen

pytestmark = pytest.mark.django_db(transaction=True)
FORM = "/en/requests/road_damage/"


@pytest.fixture
def resolved(request_type: RequestType) -> Citizen:
    """A citizen whose case has a result."""
    return Citizen(*FiledFactory(request_type=request_type, resolved=True))


def log_in(page: Page, citizen: Citizen) -> None:
    """Type user ID and password."""
    page.goto("/en/track/")
    page.fill("[name=user_id]", citizen.case.number)
    page.fill("[name=password]", citizen.password)
    page.click("main form .row button")
    page.wait_for_url("**/track/cases/")


def findings(page: Page) -> list[str]:
    """What axe has against the page."""
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    # What axe has nothing against is not told node by node.
    options = {"runOnly": tags, "resultTypes": ["violations"]}
    found = Axe().run(page, options=options).response["violations"]
    return [f"{finding['id']}: {node['html']}" for finding in found for node in finding["nodes"]]


def findings_in_both_schemes(page: Page) -> list[str]:
    """What axe has against the page as it is in the light, and in the dark."""
    found = findings(page)
    # Colours that fade into each other would be measured half-way.
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    return found + findings(page)


def width(page: Page) -> int:
    """How wide the page really is."""
    return int(page.evaluate("document.documentElement.scrollWidth"))


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/en/?q=road",
        FORM,
        "/en/track/",
        "/en/track/forgot/",
        "/en/requests/done/",
        "/privacy/",
        "/en/help/",
    ],
)
def test_a_public_page_has_nothing_for_axe_and_fits_320_px(
    page: Page, request_type: RequestType, path: str
) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(path)
    assert findings_in_both_schemes(page) == []
    assert width(page) == 320


def test_the_list_and_the_case_have_nothing_for_axe_and_fit_320_px(page: Page, resolved: Citizen) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    log_in(page, resolved)
    for path in ("/en/track/cases/", f"/en/track/cases/{resolved.case.number}/"):
        page.goto(path)
        assert findings_in_both_schemes(page) == []
    assert width(page) == 320


def test_the_map_of_the_place_opens_on_the_page_of_the_case(page: Page, resolved: Citizen) -> None:
    Case.objects.update(latitude="17.4138", longitude="102.7872")
    log_in(page, resolved)
    page.goto(f"/en/track/cases/{resolved.case.number}/")
    page.locator("[aria-labelledby=place] [data-open-map]").click()
    expect(page.locator("[aria-labelledby=place] .leaflet-container")).to_be_visible()
    expect(page.locator("[aria-labelledby=place] .map-pin")).to_be_visible()
    assert findings(page) == []
    assert width(page) == page.evaluate("innerWidth")


def test_the_password_can_be_shown(page: Page, request_type: RequestType) -> None:
    page.goto("/en/track/")
    page.fill("[name=password]", "1234")
    page.click("text=Show the password")
    assert page.get_attribute("[name=password]", "type") == "text"


def test_no_page_breaks_the_content_security_policy(page: Page, request_type: RequestType) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    for path in ("/en/", FORM, "/en/track/"):
        page.goto(path)
    assert said == []
