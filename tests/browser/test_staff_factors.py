"""The second factor in a real browser: a passkey of a virtual key, an app, and pages without barriers."""

import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from cases.models import User
from tests.browser.seat import log_out
from tests.browser.test_staff import SIZES, log_in
from tests.factories import STAFF_PASSWORD
from tests.thorough import combinations

pytestmark = pytest.mark.django_db(transaction=True)
KEY = {
    "protocol": "ctap2",
    "transport": "usb",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def said(page: Page) -> list[str]:
    """What the browser complains about."""
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text) if message.type == "error" else None)
    return told


@pytest.fixture
def key(page: Page) -> Page:
    """A security key in the browser's computer (the W3C's virtual authenticator)."""
    browser = page.context.new_cdp_session(page)
    page.set_default_timeout(8000)
    browser.send("WebAuthn.enable")
    browser.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    return page


def add_passkey(page: Page) -> None:
    page.goto("/en/staff/security/passkey/")
    page.get_by_label("Name of the passkey").fill("Blue key")
    page.get_by_label("Your password").fill(STAFF_PASSWORD)
    page.get_by_role("button", name="Add a passkey").click()
    page.get_by_text("These codes are shown once").wait_for()


def test_a_passkey_is_made_and_opens_the_door(key: Page, officer: User, said: list[str]) -> None:
    log_in(key, "officer")
    add_passkey(key)
    assert Authenticator.objects.filter(type="webauthn", user=officer).exists()
    log_out(key)
    log_in(key, "officer")
    key.get_by_role("button", name="Use my passkey").click()
    key.wait_for_url("**/en/staff/")
    assert said == []


def test_anothers_passkey_opens_nothing(key: Page, officer: User, head: User) -> None:
    log_in(key, "officer")
    add_passkey(key)
    Authenticator.objects.filter(type="webauthn").update(user=head)
    log_out(key)
    other = Authenticator.objects.get(type="webauthn")
    other.pk, other.user = None, officer
    other.data = {**other.data, "credential": _with_other_key(other.data["credential"])}
    other.save()
    log_in(key, "officer")
    key.get_by_role("button", name="Use my passkey").click()
    key.get_by_text("did not open the door").wait_for()


def _with_other_key(credential: Any) -> Any:
    """The same id with a public key that never signed anything."""
    attested = credential["response"]["attestationObject"]
    middle = len(attested) - 20
    changed = "A" if attested[middle] != "A" else "B"
    response = {
        **credential["response"],
        "attestationObject": attested[:middle] + changed + attested[middle + 1 :],
    }
    return {**credential, "response": response}


def test_an_app_is_set_up_and_asked_for(page: Page, officer: User, said: list[str]) -> None:
    log_in(page, "officer")
    page.goto("/en/staff/security/app/")
    secret = page.locator("code").inner_text().replace(" ", "")
    page.get_by_label("Code that the app shows").fill(_code(secret))
    page.get_by_label("Your password").fill(STAFF_PASSWORD)
    page.get_by_role("button", name="Set up").click()
    page.get_by_text("These codes are shown once").wait_for()
    log_out(page)
    log_in(page, "officer")
    page.get_by_label("Code").fill(_code(secret, 1))
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url("**/en/staff/")
    assert said == []


def _code(secret: str, steps: int = 0) -> str:
    return str(totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30 + steps)))


@combinations(size=SIZES, language=["", "/en"])
def test_the_pages_have_no_barriers_and_fit_the_screen(
    key: Page, administrator: User, size: tuple[int, int], language: str
) -> None:
    key.set_viewport_size({"width": size[0], "height": size[1]})
    log_in(key, "administrator")
    problems = _problems(key, [f"{language}/staff/{path}" for path in ("security/app/", "security/passkey/")])
    add_passkey(key)
    factor = Authenticator.objects.get(type="webauthn").pk
    paths = ["security/", "security/codes/", f"security/factors/{factor}/remove/", "rights/"]
    problems += _problems(key, [f"{language}/staff/{path}" for path in paths])
    log_out(key, "Log out" if language else "ออกจากระบบ")
    log_in(key, "administrator")
    problems += _problems(key, [f"{language}/staff/login/second/"])
    assert problems == []


def _problems(page: Page, paths: list[str]) -> list[str]:
    """What axe finds, and pages that are wider than the screen."""
    found = []
    for path in paths:
        page.goto(path)
        found += [f"{path} {one['id']}" for one in Axe().run(page).response["violations"]]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append(f"{path} is too wide")
    return found
