"""The place on the form: GPS, map, keyboard and typed degrees, on a telephone and without any tile server."""

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from cases.models import Department, Municipality, RequestType, User
from tests.browser.filling import open_page
from tests.browser.test_citizen_pages import findings
from tests.factories import RequestTypeFactory

pytestmark = pytest.mark.django_db(transaction=True)
FORM = "/en/requests/road_damage/"
BOX = {"south": 17.34, "west": 102.72, "north": 17.48, "east": 102.87}


@pytest.fixture
def form(live_site: str, page: Page, department: Department, head: User, officer: User) -> Page:
    """The form of a municipality that knows its box on the map."""
    Municipality.objects.create(code="city", name_th="เทศบาลนคร", name_en="City", **BOX)
    request_type: RequestType = RequestTypeFactory(code="road_damage", department=department)
    open_page(page, f"/en/requests/{request_type.code}/", "where")
    return page


def degrees(page: Page) -> tuple[float, float]:
    """What stands in the two fields."""
    return float(page.input_value("[name=latitude]")), float(page.input_value("[name=longitude]"))


def open_map(page: Page) -> None:
    page.click("[data-open-map]")
    expect(page.locator("[data-map]")).to_be_focused()


def said(page: Page) -> str:
    return page.inner_text(".place-tools [data-say]")


def test_the_map_is_loaded_only_when_it_is_asked_for(form: Page) -> None:
    asked: list[str] = []
    form.on("request", lambda request: asked.append(request.url))
    form.reload()
    assert not [url for url in asked if "leaflet" in url or "map" in url]
    open_map(form)
    assert [url for url in asked if "leaflet" in url]


def test_the_map_asks_no_other_site_and_keeps_the_content_security_policy(form: Page, live_site: str) -> None:
    asked: list[str] = []
    said_by_browser: list[str] = []
    form.on("request", lambda request: asked.append(request.url))
    form.on("console", lambda message: said_by_browser.append(message.text))
    form.on("pageerror", lambda error: said_by_browser.append(str(error)))
    open_map(form)
    form.keyboard.press("ArrowRight")
    assert said_by_browser == []
    assert all(url.startswith((live_site, "blob:", "data:")) for url in asked)


def test_a_tap_places_the_pin(form: Page) -> None:
    open_map(form)
    form.locator("[data-map]").click(position={"x": 160, "y": 160})
    latitude, longitude = degrees(form)
    assert BOX["south"] < latitude < BOX["north"]
    assert BOX["west"] < longitude < BOX["east"]
    expect(form.locator(".map-pin")).to_be_visible()


def test_the_arrow_keys_place_and_move_the_pin_and_say_where_it_is(form: Page) -> None:
    open_map(form)
    form.keyboard.press("ArrowRight")
    first = degrees(form)
    form.keyboard.press("ArrowRight")
    form.keyboard.press("ArrowUp")
    second = degrees(form)
    assert second[0] > first[0]
    assert second[1] > first[1]
    assert f"{second[0]:.5f}" in said(form)


def test_shift_moves_the_pin_farther_and_plus_zooms(form: Page) -> None:
    open_map(form)
    positions = []
    for key in ("Enter", "ArrowRight", "Shift+ArrowRight", "+", "ArrowRight"):
        form.keyboard.press(key)
        positions.append(degrees(form)[1])
    middle, small, big, zoomed, closer = positions
    assert big - small > 5 * (small - middle) > 0
    assert zoomed == big
    assert closer - zoomed == pytest.approx((small - middle) / 2, rel=0.01)


def test_typed_degrees_move_the_pin(form: Page) -> None:
    open_map(form)
    form.fill("[name=latitude]", "๑๗.๔๑๕")
    form.fill("[name=longitude]", "102.7867")
    form.press("[name=longitude]", "Tab")
    expect(form.locator(".map-pin")).to_be_visible()
    assert "17.41500, 102.78670" in said(form)


def test_a_place_outside_gets_a_warning_that_names_it(form: Page) -> None:
    warning = form.locator("[data-warning]")
    expect(warning).to_be_hidden()
    form.fill("[name=latitude]", "17.6")
    form.fill("[name=longitude]", "102.8")
    form.press("[name=longitude]", "Tab")
    expect(warning).to_contain_text("17.60000, 102.80000 is about 14 km outside City")
    form.click("[data-clear]")
    expect(warning).to_be_hidden()


def test_a_pair_pasted_into_one_field_fills_both(form: Page, context: BrowserContext) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    form.fill("[name=place]", "17.415, 102.7867")
    form.press("[name=place]", "ControlOrMeta+a")
    form.press("[name=place]", "ControlOrMeta+c")
    form.press("[name=latitude]", "ControlOrMeta+v")
    assert degrees(form) == (17.415, 102.7867)


def test_the_position_of_the_telephone_is_shown_with_its_accuracy(
    form: Page, context: BrowserContext
) -> None:
    context.grant_permissions(["geolocation"])
    context.set_geolocation({"latitude": 17.4, "longitude": 102.8, "accuracy": 850})
    form.click("[data-gps]")
    expect(form.locator(".place-tools [data-say]")).to_contain_text("850 m")
    assert degrees(form) == (17.4, 102.8)


def test_who_refuses_gps_is_told_what_else_to_do(form: Page) -> None:
    form.click("[data-gps]")
    expect(form.locator(".place-tools [data-say]")).to_contain_text("describe the place in words")


def test_the_open_map_has_nothing_for_axe_and_fits_320_px(form: Page) -> None:
    form.set_viewport_size({"width": 320, "height": 640})
    open_map(form)
    form.keyboard.press("ArrowRight")
    assert findings(form) == []
    assert form.evaluate("document.documentElement.scrollWidth") == 320


def test_a_map_that_cannot_be_loaded_says_so(form: Page) -> None:
    form.route("**/leaflet.js", lambda route: route.abort())
    form.click("[data-open-map]")
    expect(form.locator(".place-tools [data-say]")).to_contain_text("could not be loaded")
    expect(form.locator("[data-map-frame]")).to_be_hidden()
