"""Message, verdict and following in a real browser: without JavaScript too, and what axe finds."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from cases.intake import followers
from cases.models import Case, Feedback, Follower, RequestType
from tests.browser.test_citizen_pages import findings, log_in, width
from tests.cases.views.codes import code_of
from tests.factories import FiledFactory
from tests.people import Citizen

pytestmark = pytest.mark.django_db(transaction=True)
MALEE = "malee@citizen.example"
TEXT = "ยังมีหลุมอยู่ครึ่งหนึ่ง"


@pytest.fixture
def plain_page(browser: Browser, live_site: str) -> Iterator[Page]:
    """A telephone's browser without JavaScript."""
    visitor = browser.new_context(
        base_url=live_site, viewport={"width": 360, "height": 740}, java_script_enabled=False
    )
    yield visitor.new_page()
    visitor.close()


def filed(request_type: RequestType, **state: Any) -> Citizen:
    """A citizen with a case about a place."""
    RequestType.objects.update(needs_map=True)
    place = {"latitude": Decimal("17.415"), "longitude": Decimal("102.787"), "place": "หน้าวัดโพธิ์"}
    return Citizen(*FiledFactory(request_type=request_type, **place, **state))


def open_case(page: Page, citizen: Citizen) -> None:
    log_in(page, citizen)
    page.goto(f"/en/track/cases/{citizen.case.number}/")


def is_fine(page: Page) -> bool:
    """Nothing for axe, and it fits 320 px."""
    page.set_viewport_size({"width": 320, "height": 640})
    assert findings(page) == []
    return width(page) == 320


def test_still_there_reopens_without_javascript(plain_page: Page, request_type: RequestType) -> None:
    citizen = filed(request_type, resolved=True)
    open_case(plain_page, citizen)
    plain_page.check("[name=verdict][value=still_there]")
    plain_page.check("[name=rating][value='2']")
    plain_page.click("form[action*=feedback] > button")
    assert "Tell us what is left." in plain_page.inner_text("main")
    plain_page.fill("[name=text]", TEXT)
    plain_page.click("form[action*=feedback] > button")
    assert Case.objects.get().status == "assigned"
    assert Feedback.objects.values_list("verdict", "rating").get() == ("still_there", 2)


def test_the_question_about_the_result_and_its_errors_have_nothing_for_axe(
    page: Page, request_type: RequestType
) -> None:
    open_case(page, filed(request_type, resolved=True))
    assert is_fine(page)
    page.click("form[action*=feedback] > button")
    page.wait_for_selector(".error-summary:focus")
    assert is_fine(page)


def test_a_message_goes_to_the_officer(page: Page, request_type: RequestType) -> None:
    citizen = filed(request_type, in_progress=True)
    open_case(page, citizen)
    page.click("text=Send a message or a photo")
    assert is_fine(page)
    page.fill("[name=text]", TEXT)
    page.click("text=Send the message")
    page.wait_for_selector("text=Your message was sent.")
    assert citizen.case.notices.get(kind="message").audience == "officer"


def test_following_from_the_page_to_the_end_without_javascript(
    plain_page: Page, request_type: RequestType
) -> None:
    number = filed(request_type).case.number
    plain_page.goto(f"/en/follow/{number}/")
    plain_page.fill("[name=email]", MALEE)
    plain_page.click("text=Send the code")
    plain_page.fill("[name=code]", code_of(MALEE))
    plain_page.click("text=Continue")
    plain_page.wait_for_url("**/done/")
    plain_page.goto(f"/en/follow/stop/{followers.stop_token(Follower.objects.get().pk)}/")
    plain_page.click("button:has-text('Stop the letters')")
    assert not Follower.objects.exists()


@pytest.mark.parametrize("rest", ["", "done/"])
def test_the_pages_of_following_have_nothing_for_axe(
    page: Page, request_type: RequestType, rest: str
) -> None:
    page.goto(f"/en/follow/{filed(request_type, waiting=True).case.number}/{rest}")
    assert is_fine(page)


@pytest.mark.parametrize("rest", ["email/", "others/"])
def test_the_pages_about_the_address_have_nothing_for_axe(
    page: Page, request_type: RequestType, rest: str
) -> None:
    citizen = filed(request_type)
    log_in(page, citizen)
    page.goto(f"/en/track/cases/{citizen.case.number}/{rest}")
    assert is_fine(page)


@pytest.mark.parametrize("fixture", ["page", "plain_page"])
def test_the_other_language_keeps_what_was_typed_into_a_reply(
    request: pytest.FixtureRequest, request_type: RequestType, fixture: str
) -> None:
    page, citizen = request.getfixturevalue(fixture), filed(request_type, resolved=True)
    open_case(page, citizen)
    page.check("[name=verdict][value=still_there]")
    page.fill("form[action*=feedback] [name=text]", TEXT)
    page.click("[name=switch_language]")
    page.wait_for_url(lambda address: "/en/" not in address)
    assert page.input_value("form[action*=feedback] [name=text]") == TEXT
    assert page.is_checked("[name=verdict][value=still_there]")
    page.goto(f"/track/cases/{citizen.case.number}/")
    assert page.input_value("form[action*=feedback] [name=text]") == ""


@pytest.mark.parametrize("fixture", ["page", "plain_page"])
def test_a_switch_of_the_display_keeps_what_was_typed_into_a_reply(
    request: pytest.FixtureRequest, request_type: RequestType, fixture: str
) -> None:
    page, citizen = request.getfixturevalue(fixture), filed(request_type, resolved=True)
    open_case(page, citizen)
    page.check("[name=verdict][value=still_there]")
    page.fill("form[action*=feedback] [name=text]", TEXT)
    page.click("[name=switch_display][value=large]")
    page.wait_for_selector("[name=switch_display][value=large][aria-pressed=true]")
    assert page.input_value("form[action*=feedback] [name=text]") == TEXT
    assert page.is_checked("[name=verdict][value=still_there]")
