"""Landmarks and things with numbers on the page of the place: with scripts while one types, and without."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from cases.models import RequestType
from tests.browser.conftest import SCREENS
from tests.factories import AreaFactory, AssetFactory, LandmarkFactory
from tests.thorough import one_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def lamp(request_type: RequestType) -> RequestType:
    """A kind that asks for everything that the town knows of places."""
    request_type.needs_map, request_type.asset_sort = True, "lamp"
    request_type.save()
    AreaFactory()
    LandmarkFactory()
    LandmarkFactory(name_th="โรงเรียนวัดโพธิ์", name_en="Wat Pho School", latitude=17.42)
    AssetFactory(number="4-127")
    return request_type


def at_the_place(page: Page, lamp: RequestType) -> None:
    page.goto(f"/en/requests/{lamp.code}/")
    page.get_by_label("Details").fill("The lamp in front of the house is dead.")
    page.get_by_role("button", name="Continue").last.click()
    page.get_by_label("Number on the lamp post").wait_for()


@one_of("screen", SCREENS, short=0)
def test_the_page_has_no_barriers_and_fits(
    visitor: Callable[..., Page], lamp: RequestType, screen: str
) -> None:
    page = visitor(screen=screen)
    at_the_place(page, lamp)
    assert [one["id"] for one in Axe().run(page).response["violations"]] == []
    page.set_viewport_size({"width": 320, "height": 700})
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")


def test_a_landmark_is_offered_while_one_types_and_fills_in_its_place(
    visitor: Callable[..., Page], lamp: RequestType
) -> None:
    page = visitor()
    at_the_place(page, lamp)
    near = page.get_by_label("Near")
    expect(page.get_by_label("Area")).to_be_visible()
    near.press_sequentially("wat")
    expect(page.locator("#landmarks option")).to_have_count(2, timeout=30_000)
    near.fill("Wat Pho")
    expect(page.get_by_label("Latitude", exact=True)).to_have_value("17.412300")
    expect(page.get_by_label("Area")).to_be_hidden()
    near.fill("Wat Pho School")
    expect(page.get_by_label("Latitude", exact=True)).to_have_value("17.420000")
    page.get_by_label("Latitude", exact=True).fill("17.41")
    near.fill("Wat Pho")
    expect(page.get_by_label("Latitude", exact=True)).to_have_value("17.41")


def test_what_stands_at_the_pin_is_chosen_by_one_press(
    visitor: Callable[..., Page], lamp: RequestType
) -> None:
    page = visitor()
    at_the_place(page, lamp)
    page.get_by_label("Latitude", exact=True).fill("17.4141")
    page.get_by_label("Longitude", exact=True).fill("102.786")
    page.get_by_label("Place", exact=True).focus()
    page.get_by_role("button", name="Lamp post 4-127").click()
    expect(page.get_by_label("Number on the lamp post")).to_have_value("4-127")
    expect(page.get_by_label("Latitude", exact=True)).to_have_value("17.414000")
    page.get_by_role("button", name="Remove the position").click()
    expect(page.get_by_label("Area")).to_be_hidden()
    page.get_by_label("Number on the lamp post").fill("")
    expect(page.get_by_label("Area")).to_be_visible()


def test_without_scripts_a_button_looks_for_the_name(visitor: Callable[..., Page], lamp: RequestType) -> None:
    page = visitor(java_script_enabled=False)
    at_the_place(page, lamp)
    page.get_by_label("Near").fill("wat")
    page.get_by_role("button", name="Look for this name").click()
    page.get_by_label("Which one is it?").select_option(
        label="Wat Pho School (Temple, mosque, church, shrine)"
    )
    page.get_by_role("button", name="Continue").last.click()
    page.wait_for_url("**/you/")
