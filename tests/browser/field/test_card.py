"""From a card to its result: few taps, one screen, no barriers, the camera, and without scripts."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from cases.models import Case, User
from tests.browser.field.telephone import DONE, FIELD, PATIENCE, Kind, card, results
from tests.browser.test_citizen_pages import findings, width
from tests.browser.test_staff import log_in
from tests.pictures import photo, picture

pytestmark = pytest.mark.django_db(transaction=True)


def test_from_card_to_finish_in_six_taps_and_one_screen(
    telephone: Callable[[], BrowserContext], lamp: Callable[..., Case], officer: User
) -> None:
    case = lamp(photos=[photo()])
    page = telephone().new_page()
    log_in(page, "officer", FIELD)
    assert (findings(page), width(page)) == ([], 360)
    taps = 0

    def tap(where: Any) -> None:
        nonlocal taps
        where.click()
        taps += 1

    tap(page.get_by_role("link", name=f"Begin : {case.number}"))
    page.wait_for_selector("[data-photo-tools]:visible")
    assert (findings(page), width(page)) == ([], 360)
    top = page.locator(".field-ways").bounding_box()
    after = picture(640, 480, name="after.jpg").read()
    page.set_input_files("[name=photos]", {"name": "after.jpg", "mimeType": "image/jpeg", "buffer": after})
    taps += 2  # the camera and its shutter
    page.wait_for_selector("[data-previews] img")
    tap(page.get_by_label("Fixed"))
    tap(page.get_by_role("button", name="Lamp changed"))
    last = page.get_by_label("What was done").bounding_box()
    assert top
    assert last
    assert last["y"] + last["height"] - top["y"] <= 740
    finish_button = page.get_by_role("button", name="Finish and tell the citizen")
    expect(finish_button).to_be_in_viewport()
    tap(finish_button)
    page.get_by_text("The citizen is told the result").wait_for()
    assert (taps, results(case)) == (6, [1])
    assert case.events.get(kind=Kind.RESOLVED).message == DONE


def test_before_lies_faint_over_the_camera(
    telephone: Callable[[], BrowserContext], lamp: Callable[..., Case], officer: User
) -> None:
    case = lamp(photos=[photo()])
    page = telephone().new_page()
    log_in(page, "officer", FIELD)
    card(page, case)
    camera = page.get_by_role("button", name="Photo from the same spot as before")
    camera.click()
    expect(page.locator(".field-camera video")).to_have_js_property("readyState", 4, timeout=PATIENCE)
    before = page.locator(".field-camera img")
    expect(before).to_have_js_property("complete", True)
    shown = "(image) => [image.naturalWidth > 0, getComputedStyle(image).opacity]"
    assert before.evaluate(shown) == [True, "0.35"]
    page.keyboard.press("Escape")
    expect(camera).to_be_focused()
    camera.click()
    page.get_by_role("button", name="Take the photo").click()
    page.wait_for_selector("[data-previews] img")
    expect(page.locator(".field-camera")).to_have_count(0)
    assert page.evaluate("document.querySelector('[name=photos]').files.length") == 1


def test_without_scripts_it_is_a_plain_form(
    visitor: Callable[..., Page], lamp: Callable[..., Case], officer: User
) -> None:
    case = lamp()
    page = visitor(java_script_enabled=False)
    log_in(page, "officer", FIELD)
    page.get_by_role("link", name=f"Begin : {case.number}").click()
    page.get_by_label("Fixed").check()
    page.get_by_role("button", name="Lamp changed").click()
    assert page.get_by_label("What was done").input_value() == DONE
    after = picture(640, 480, name="after.jpg").read()
    page.set_input_files("[name=photos]", {"name": "after.jpg", "mimeType": "image/jpeg", "buffer": after})
    page.get_by_role("button", name="Finish and tell the citizen").click()
    assert "The citizen is told the result" in page.inner_text("main")
    assert results(case) == [1]
