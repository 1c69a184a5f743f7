"""Filing a request in a real browser: on a telephone and a desk, with and without JavaScript, in Thai and
English; what axe finds, and what is not lost on the way."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import FilePayload, Page, expect

from cases.models import Attachment, Case, Draft, RequestType
from tests.browser.conftest import SCREENS
from tests.browser.filling import (
    CONTINUE,
    DETAILS,
    choose_address,
    choose_address_by_buttons,
    fill_person,
    fill_what,
    fill_where,
    go_on,
    open_page,
)
from tests.browser.test_citizen_pages import findings, width
from tests.factories import CaseFactory, RequestTypeFactory
from tests.pictures import picture
from tests.servers import wait_for
from tests.thorough import combinations

pytestmark = pytest.mark.django_db(transaction=True)
FORM = "/en/requests/road_damage/"
PAGES = ["what", "where", "you", "check"]


@combinations(screen=SCREENS, javascript=[True, False], language=["/", "/en/"])
def test_a_request_is_filed(
    visitor: Callable[..., Page], request_type: RequestType, screen: str, javascript: bool, language: str
) -> None:
    page = visitor(screen, java_script_enabled=javascript)
    page.goto(f"{language}requests/road_damage/")
    fill_what(page)
    go_on(page, "where")
    fill_where(page)
    go_on(page, "you")
    fill_person(page)
    (choose_address if javascript else choose_address_by_buttons)(page)
    go_on(page, "check")
    go_on(page, "done")
    assert re.search(r"\d{4} \d{4} \d{4}", page.inner_text("main"))
    assert Case.objects.get().language == ("en" if "en" in language else "th")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_nothing_for_axe_and_fits_320_px(page: Page, request_type: RequestType, name: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    open_page(page, FORM, name)
    assert findings(page) == []
    assert width(page) == 320


@pytest.mark.parametrize(("name", "field"), [("what", "details"), ("where", "latitude"), ("you", "title")])
def test_an_error_is_focused_leads_to_its_field_and_has_nothing_for_axe(
    page: Page, request_type: RequestType, name: str, field: str
) -> None:
    open_page(page, FORM, name)
    page.set_viewport_size({"width": 320, "height": 640})
    if name == "where":
        page.fill("[name=latitude]", "910")
    page.click(CONTINUE)
    expect(page.locator(".error-summary")).to_be_focused()
    assert findings(page) == []
    assert width(page) == 320
    page.click(".error-summary a >> nth=0")
    expect(page.locator(f"[name={field}]")).to_be_focused()


def test_similar_cases_have_nothing_for_axe_and_one_goes_on(page: Page, request_type: RequestType) -> None:
    RequestType.objects.update(needs_map=True)
    CaseFactory(request_type=request_type, place="หน้าวัดโพธิ์", latitude="17.4", longitude="102.8")
    page.set_viewport_size({"width": 320, "height": 640})
    open_page(page, FORM, "where")
    page.fill("[name=latitude]", "17.4")
    page.fill("[name=longitude]", "102.8")
    go_on(page, "similar")
    assert findings(page) == []
    assert width(page) == 320
    page.click("main form button")
    page.wait_for_url("**/you/")


def test_the_button_stays_under_the_finger_when_the_field_before_it_is_left(
    page: Page, request_type: RequestType
) -> None:
    open_page(page, FORM, "where")
    page.fill("[name=latitude]", "17.4")
    page.fill("[name=longitude]", "102.8")
    go_on(page, "you")


def test_change_leads_to_the_question_and_straight_back(page: Page, request_type: RequestType) -> None:
    open_page(page, FORM, "check")
    page.click("a[href$='#id_phone']")
    page.fill("[name=phone]", "0899999999")
    go_on(page, "check")
    expect(page.locator("main")).to_contain_text("089 999 9999")


def test_the_browsers_back_shows_what_was_typed_on_each_page(page: Page, request_type: RequestType) -> None:
    open_page(page, FORM, "you")
    page.go_back()
    expect(page.locator("[name=place]")).to_have_value("หน้าวัดโพธิ์")
    page.go_back()
    expect(page.locator("[name=details]")).to_have_value(DETAILS)
    go_on(page, "you")


@pytest.mark.parametrize("javascript", [True, False])
def test_the_browsers_back_leads_over_a_page_that_had_an_error(
    visitor: Callable[..., Page], request_type: RequestType, javascript: bool
) -> None:
    page = visitor(java_script_enabled=javascript)
    page.goto(FORM)
    page.click(CONTINUE)
    expect(page.locator(".error-summary")).to_be_visible()
    fill_what(page)
    go_on(page, "where")
    page.go_back()
    expect(page.locator("[name=details]")).to_have_value(DETAILS)


def test_a_reload_loses_no_word_even_before_a_button_was_pressed(
    page: Page, request_type: RequestType
) -> None:
    open_page(page, FORM, "you")
    page.fill("[name=soi]", "ซอย 3")
    expect_kept("you", "ซอย 3")
    page.reload()
    expect(page.locator("[name=soi]")).to_have_value("ซอย 3")


def expect_kept(page: str, words: str) -> None:
    """Wait until the draft holds these words."""
    wait_for(lambda: words in str(Draft.objects.get().typed(page)), what="the draft")


def test_a_lost_line_loses_nothing(page: Page, request_type: RequestType) -> None:
    open_page(page, FORM, "where")
    page.fill("[name=place]", "ใต้สะพาน")
    expect_kept("where", "ใต้สะพาน")
    page.route("**/where/", lambda route: route.abort())
    page.click(CONTINUE)
    page.unroute("**/where/")
    page.goto(f"{FORM}where/")
    expect(page.locator("[name=place]")).to_have_value("ใต้สะพาน")


def test_without_a_line_in_the_middle_words_and_photos_come_back_in_another_tab(
    visitor: Callable[..., Page], request_type: RequestType
) -> None:
    page = visitor()
    page.goto(FORM)
    fill_what(page)
    photo: FilePayload = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": picture().read()}
    page.set_input_files("[name=photos]", [photo])
    go_on(page, "where")
    page.fill("[name=place]", "หน้าวัด")
    expect_kept("where", "หน้าวัด")
    browser = page.context
    browser.set_offline(True)
    page.fill("[name=place]", "ใต้สะพานหลังตลาด")
    page.click(CONTINUE)
    page.close()
    browser.set_offline(False)
    again = browser.new_page()
    again.goto(f"{FORM}where/")
    expect(again.locator("[name=place]")).to_have_value("ใต้สะพานหลังตลาด")
    expect_kept("where", "ใต้สะพานหลังตลาด")
    again.wait_for_function("localStorage.getItem('typed-offline') === null")
    again.goto(f"{FORM}what/")
    expect(again.locator("[name=details]")).to_have_value(DETAILS)
    expect(again.locator("main img")).to_have_count(1)
    go_on(again, "where")
    go_on(again, "you")


def test_without_a_line_words_and_photos_come_back_after_the_browser_was_closed(
    visitor: Callable[..., Page], request_type: RequestType
) -> None:
    page = visitor()
    page.goto(FORM)
    page.fill("[name=details]", "หลุม")
    page.context.set_offline(True)
    photo: FilePayload = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": picture().read()}
    page.set_input_files("[name=photos]", [photo])
    fill_what(page)
    page.click(CONTINUE)
    expect(page.locator("[data-no-line]")).to_be_visible()
    page.wait_for_function(
        "caches.open('typed-offline').then((shelf) => shelf.keys()).then((keys) => keys.length === 1)"
    )
    # A browser that ends loses its session, and keeps what it stored.
    page.context.set_offline(False)
    page.goto("about:blank")
    page.context.clear_cookies()
    page.goto(f"{FORM}what/")
    expect(page.locator("[name=details]")).to_have_value("")
    page.get_by_role("button", name="Continue with it").click()
    expect(page.locator("[name=details]")).to_have_value(DETAILS)
    expect(page.locator("[data-previews] img")).to_have_count(1)
    go_on(page, "where")
    page.wait_for_function("caches.has('typed-offline').then((there) => !there)")
    assert Attachment.objects.get().draft == Draft.objects.get().token


def test_what_waits_without_a_line_can_be_removed_and_is_offered_to_its_own_kind_alone(
    visitor: Callable[..., Page], request_type: RequestType
) -> None:
    RequestTypeFactory(code="other_kind", department=request_type.department)
    page = visitor()
    page.goto(f"{FORM}what/")
    page.context.set_offline(True)
    fill_what(page)
    page.click(CONTINUE)
    expect(page.locator("[data-no-line]")).to_be_visible()
    page.context.set_offline(False)
    page.goto("about:blank")
    page.context.clear_cookies()
    page.goto("/en/requests/other_kind/what/")
    expect(page.locator("[data-came-back]")).to_be_hidden()
    page.goto(f"{FORM}what/")
    assert findings(page) == []
    page.get_by_role("button", name="Remove it").click()
    expect(page.locator("[data-came-back]")).to_be_hidden()
    assert page.evaluate("localStorage.getItem('typed-offline')") is None


@pytest.mark.parametrize("javascript", [True, False])
def test_the_other_language_shows_the_same_page_with_what_was_typed(
    visitor: Callable[..., Page], request_type: RequestType, javascript: bool
) -> None:
    page = visitor(java_script_enabled=javascript)
    page.goto(FORM)
    page.fill("[name=details]", "สั้น")
    page.click("[name=switch_language]")
    page.wait_for_url("**/requests/road_damage/what/")
    assert page.get_attribute("html", "lang") == "th"
    expect(page.locator("[name=details]")).to_have_value("สั้น")
    expect(page.locator(".error-summary")).to_have_count(0)


@pytest.mark.parametrize("name", ["where", "you"])
def test_the_enter_key_goes_on_and_presses_no_other_button(
    page: Page, request_type: RequestType, name: str
) -> None:
    open_page(page, FORM, name)
    field = "[name=latitude]" if name == "where" else "[name=first_name]"
    page.fill(field, "?")
    page.press(field, "Enter")
    expect(page.locator(".error-summary")).to_be_visible()


def test_no_page_breaks_the_content_security_policy_or_asks_another_site(
    page: Page, request_type: RequestType, live_site: str
) -> None:
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    open_page(page, FORM, "check")
    go_on(page, "done")
    assert said == []
    assert [url for url in asked if not url.startswith((live_site, "data:", "blob:"))] == []
