"""Large text and high contrast: chosen on one page, kept in a cookie, shown on every page."""

import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import Feedback, RequestType, User
from cases.setup.branding import contrast_with_white
from tests.cases.views.pages import DETAILS, WHAT, address, page_of, token_of
from tests.people import Citizen
from tests.pictures import picture

pytestmark = pytest.mark.django_db
PAGE = "/en/display/"
SHEETS = ("display-large", "display-contrast")
CONTRAST = Path("config/static/display-contrast.css")
COLOUR = re.compile(r"--([a-z-]+): (#[0-9a-f]{3,6});")


def shown(page: str) -> tuple[bool, ...]:
    """Which of the two sheets a page has."""
    return tuple(sheet in page for sheet in SHEETS)


def test_what_is_chosen_stays_on_every_page_until_it_is_changed(client: Client, administrator: User) -> None:
    assert shown(client.get("/en/").text) == (False, False)
    back = client.post(PAGE, {"large": "on", "contrast": "on", "back_to": "/en/privacy/?x=1"})
    assert back.headers["Location"] == "/en/privacy/?x=1"
    assert client.cookies["display"].value == "large-contrast"
    for path in ("/", "/en/privacy/", "/en/track/", "/staff/login/", "/en/there-is-no-such-page/"):
        assert shown(client.get(path).text) == (True, True), path
    client.force_login(administrator, backend="django.contrib.auth.backends.ModelBackend")
    assert shown(client.get(reverse("staff:setup")).text) == (True, True)
    assert client.get(PAGE).text.count(" checked") == 2
    client.post(PAGE, {"contrast": "on"})
    assert shown(client.get("/en/").text) == (False, True)
    client.post(PAGE, {})
    assert shown(client.get("/en/").text) == (False, False)


def test_it_leads_back_to_the_page_before_and_to_no_other_site(client: Client, db: None) -> None:
    known = client.get(PAGE, headers={"Referer": "http://testserver/en/track/?x=1"})
    assert 'value="/en/track/?x=1"' in known.text
    for strange in ("https://evil.example/en/", f"http://testserver{PAGE}", "garbage"):
        page = client.get(PAGE, headers={"Referer": strange}).text
        assert re.search(r'name="back_to" id="[a-z_]+">', page), strange
    for strange in (
        "https://evil.example/",
        "//evil.example/",
        "javascript:alert(1)",
        "track/",
        "/\\evil.example",
        "",
    ):
        assert client.post(PAGE, {"back_to": strange}).headers["Location"] == "/en/", strange


def test_another_site_switches_nothing_and_a_strange_cookie_means_nothing(db: None) -> None:
    browser = Client(enforce_csrf_checks=True)
    assert browser.post(PAGE, {"large": "on"}).status_code == 403
    browser.cookies["display"] = "huge-<script>-large"
    page = browser.get("/en/").text
    assert shown(page) == (True, False)
    assert "huge" not in page


def test_the_language_can_be_changed_before_it_is_kept(client: Client, db: None) -> None:
    page = client.post("/display/", {"large": "on", "back_to": "/track/", "switch_language": "th"})
    assert page.status_code == 200
    assert "ตัวอักษรขนาดใหญ่" in page.text
    assert 'value="/track/"' in page.text
    assert "display" not in client.cookies


def test_a_page_of_the_form_keeps_what_is_typed(client: Client, request_type: RequestType) -> None:
    token = token_of(client.get(address(request_type), follow=True))
    typed = {"form_token": token, "details": DETAILS, "display": "1"}
    assert client.post(address(request_type, WHAT), typed).headers["Location"] == PAGE
    assert DETAILS in client.get(address(request_type, WHAT)).text


@pytest.mark.parametrize("choice", ["large", "contrast"])
def test_a_reply_that_was_begun_is_kept_when_the_display_is_switched(
    client: Client, resolved: Citizen, choice: str
) -> None:
    feedback = page_of(resolved.case, "feedback")
    assert 'name="switch_display"' in client.get(page_of(resolved.case)).text
    typed = {"verdict": "still_there", "text": DETAILS, "photos": [picture()], "switch_display": choice}
    page = client.post(feedback, {**typed, "form_token": token_of(client.get(page_of(resolved.case)))})
    assert (page.status_code, DETAILS in page.text, f"display-{choice}" in page.text) == (200, True, True)
    assert (len(page.context["uploads"].photos), Feedback.objects.exists()) == (1, False)
    assert client.cookies["display"].value == choice
    assert f"display-{choice}" in client.get("/en/").text
    back = client.post(feedback, {"text": DETAILS, "switch_display": choice}).text
    assert (DETAILS in back, f"display-{choice}" in back) == (True, False)
    assert f"display-{choice}" not in client.get("/en/").text


def test_a_button_of_another_site_switches_nothing(db: None) -> None:
    browser = Client(enforce_csrf_checks=True)
    assert "display-large" not in browser.post("/en/track/", {"switch_display": "large"}).text
    assert "display" not in browser.cookies


def test_every_colour_of_the_high_contrast_has_seven_to_one() -> None:
    """All grounds are white, but for those that stand under white words."""
    colours = dict(COLOUR.findall(CONTRAST.read_text(encoding="utf-8")))
    white = {name for name, colour in colours.items() if colour == "#fff"}
    assert {"paper", "tint", "amber-tint", "red-tint", "green-tint"} <= white
    dark = {
        name: contrast_with_white(colour if len(colour) == 7 else "#" + 2 * colour[1:])
        for name, colour in colours.items()
        if name not in white
    }
    assert {"ink", "soft", "brand", "brand-dark", "amber", "red", "blue", "done", "focus"} <= dark.keys()
    assert {name: ratio for name, ratio in dark.items() if ratio < 7} == {}
