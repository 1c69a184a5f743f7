"""Single sign-on in a real browser: to the issuer, in, and out at both ends; and a citizen's way to ThaID."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from cases.lib import process_cache
from cases.models import Case, RequestType, User
from tests.browser.filling import open_page
from tests.issuer import CLIENT_ID, CLIENT_SECRET, PASSWORD, TestIssuer

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def issuer(tmp_path: Path, settings: Any, live_site: str) -> Iterator[TestIssuer]:
    """The issuer, which the settings name to the staff and to citizens."""
    process_cache.forget()
    with TestIssuer(tmp_path) as running:
        running.begin_anew()
        running.tell(redirect_uris=[live_site])
        running.knows("officer")
        settings.STAFF_SSO_ISSUER = settings.THAID_ISSUER = running.url
        settings.STAFF_SSO_CLIENT_ID = settings.THAID_CLIENT_ID = CLIENT_ID
        settings.STAFF_SSO_CLIENT_SECRET = settings.THAID_CLIENT_SECRET = CLIENT_SECRET
        settings.STAFF_SSO_NAME = "City ID"
        yield running


def at_the_issuer(page: Page) -> None:
    page.fill("[name=login]", "officer")
    page.fill("[name=password]", PASSWORD)
    page.click("form[method=post] button[type=submit]")


@pytest.mark.parametrize("java_script_enabled", [True, False])
def test_in_and_out_at_both_ends(
    issuer: TestIssuer, visitor: Callable[..., Page], officer: User, java_script_enabled: bool
) -> None:
    User.objects.filter(pk=officer.pk).update(email="officer@example.go.th")
    page = visitor(java_script_enabled=java_script_enabled)
    page.goto("/en/staff/login/")
    page.click("text=Log in through City ID")
    at_the_issuer(page)
    expect(page).to_have_url(f"{page.url.split('/en/')[0]}/en/staff/")
    page.goto("/en/staff/security/")
    page.get_by_text("Menu", exact=True).click()
    page.locator("details.person summary").click()
    page.locator("form[data-leaves] button").click()
    if not java_script_enabled:
        page.click("text=Log out at City ID")
    # The issuer asks, since it is not told who it is.
    page.click("button[value=logout]")
    expect(page.locator("main a.button")).to_be_visible()
    page.click("main a.button")
    expect(page.locator("[name=login]")).to_be_visible()


def test_a_citizen_comes_back_from_thaid_to_what_was_typed(
    issuer: TestIssuer, visitor: Callable[..., Page], request_type: RequestType
) -> None:
    issuer.tell(claims={"pid": "1101700230708", "given_name": "สมชาย", "family_name": "ใจดี"})
    page = visitor()
    open_page(page, f"/en/requests/{request_type.code}/", "you")
    page.fill("[name=phone]", "081 234 5678")
    page.click("text=Fill in with ThaID")
    page.click("text=Go to ThaID")
    at_the_issuer(page)
    expect(page.locator("[name=first_name]")).to_have_value("สมชาย")
    expect(page.locator("[name=phone]")).to_have_value("081 234 5678")
    assert not Case.objects.exists()
