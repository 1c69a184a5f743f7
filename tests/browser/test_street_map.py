"""The town's own street map in the browser: drawn from one file of this site, within its limits of bytes."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings

from cases.models import Department, Municipality, RequestType, TownMap, User
from cases.setup import town_map
from tests import maps
from tests.browser.filling import open_page
from tests.browser.test_citizen_pages import findings
from tests.browser.test_staff import log_in
from tests.factories import CaseFactory, RequestTypeFactory

pytestmark = pytest.mark.django_db(transaction=True)
DRAWN = "canvas.leaflet-tile-loaded"


@pytest.fixture
def town(
    settings: Settings, tmp_path: Path, department: Department, head: User, officer: User
) -> Municipality:
    """An invented town, with a kind of request."""
    settings.MEDIA_ROOT = tmp_path / "media"
    RequestTypeFactory(code="road_damage", department=department)
    names = {"name_th": "เทศบาลสมมติ", "name_en": "Invented"}
    return Municipality.objects.create(code="city", **names, **maps.BOX, **maps.MIDDLE)


@pytest.fixture
def streets(town: Municipality) -> TownMap:
    """Its street map."""
    with maps.FILE.open("rb") as file:
        return town_map.bring_in(file, maps.FILE.stat().st_size, attribution="", by=None)


def open_map(page: Page, words: str = "Open the street map") -> None:
    page.get_by_role("button", name=words).click()
    expect(page.locator("[data-map]")).to_be_focused()


def test_the_streets_are_drawn_from_parts_of_the_file_without_another_site(
    live_site: str, page: Page, streets: TownMap
) -> None:
    answers: dict[str, int] = {}
    said: list[str] = []
    page.on("response", lambda answer: answers.update({answer.url: answer.status}))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    open_page(page, "/en/requests/road_damage/", "where")
    assert not [url for url in answers if "protomaps" in url or "pmtiles" in url]
    open_map(page)
    expect(page.locator(DRAWN).first).to_be_visible()
    assert {status for url, status in answers.items() if url.endswith(".pmtiles")} == {206}
    assert all(url.startswith((live_site, "blob:", "data:")) for url in answers)
    assert said == []
    expect(page.locator(".leaflet-control-attribution")).to_have_text("© OpenStreetMap contributors")
    expect(page.locator(".map-edges")).to_have_count(1)
    page.set_viewport_size({"width": 320, "height": 640})
    assert findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_the_streets_are_dark_where_the_reader_wishes_it(
    live_site: str, page: Page, streets: TownMap
) -> None:
    """The ground under the streets, as the canvas has it; the map follows when the wish changes."""
    light = f"""() => {{
      const tiles = [...document.querySelectorAll("{DRAWN}")];
      const sums = tiles.map((tile) => {{
        const [red, green, blue] = tile.getContext("2d").getImageData(1, 1, 1, 1).data;
        return red + green + blue;
      }});
      return tiles.length && sums.every((sum) => WISH);
    }}"""
    page.emulate_media(color_scheme="dark")
    open_page(page, "/en/requests/road_damage/", "where")
    open_map(page)
    page.wait_for_function(light.replace("WISH", "sum < 200"))
    page.emulate_media(color_scheme="light")
    page.wait_for_function(light.replace("WISH", "sum > 500"))


def test_thai_names_are_drawn_as_the_browser_shapes_them(
    live_site: str, page: Page, streets: TownMap
) -> None:
    """The labels are text on a canvas, in the language of the page: what is drawn is what is handed over."""
    page.add_init_script(
        """const own = CanvasRenderingContext2D.prototype.fillText;
        CanvasRenderingContext2D.prototype.fillText = function (text, ...rest) {
          const said = document.documentElement.dataset;
          said.drawn = `${said.drawn ?? ""}|${text}`;
          return own.call(this, text, ...rest);
        };"""
    )
    open_page(page, "/requests/road_damage/", "where")
    open_map(page, "เปิดแผนที่ถนน")
    for name in ("ถนนปี๊บญี่ปุ่น", "ถนนผู้ใหญ่ตี๋", "เมืองสมมติ"):
        expect(page.locator("html")).to_have_attribute("data-drawn", re.compile(name))
    assert not re.search("Main|Lane", str(page.locator("html").get_attribute("data-drawn")))


def test_a_file_that_cannot_be_read_leaves_the_outline_and_words(
    live_site: str, page: Page, streets: TownMap
) -> None:
    open_page(page, "/en/requests/road_damage/", "where")
    town_map.take_away()
    page.route("**/*.pmtiles", lambda route: route.fulfill(status=404))
    open_map(page)
    expect(page.locator(".place-tools [data-say]")).to_contain_text("The streets could not be loaded")
    expect(page.locator(".map-edges")).to_have_count(1)
    expect(page.locator(".map-degrees").first).to_be_visible()
    # The place can be given all the same.
    page.keyboard.press("ArrowRight")
    expect(page.locator(".map-pin")).to_be_visible()


def test_without_streets_the_button_and_the_map_say_what_there_is(
    live_site: str, page: Page, town: Municipality
) -> None:
    open_page(page, "/en/requests/road_damage/", "where")
    open_map(page, "Open the map (outline of the town, no streets)")
    expect(page.locator(".map-edges")).to_have_count(1)
    expect(page.locator(".map-mark")).to_have_text("Invented")
    expect(page.locator(".leaflet-control-scale-line")).to_have_text("1 km")
    expect(page.locator(".leaflet-control-attribution")).to_have_count(0)


def test_the_staff_look_at_the_place_of_a_case_and_cannot_move_it(
    live_site: str, page: Page, streets: TownMap, head: User
) -> None:
    case = CaseFactory(request_type=RequestType.objects.get(), **maps.MIDDLE)
    log_in(page, "head", f"/en/staff/cases/{case.number}/")
    open_map(page)
    expect(page.locator(DRAWN).first).to_be_visible()
    pin = page.locator(".map-pin")
    before = pin.get_attribute("style")
    page.locator("[data-map]").click(position={"x": 50, "y": 50})
    assert pin.get_attribute("style") == before
    assert findings(page) == []
