"""The pages about letters as people see them: telephone and desk, both languages, without violations."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db.models.functions import Now
from playwright.sync_api import Page

from cases.models import Case, User
from notifications.letters.holds.suppression import suppress
from notifications.models import Notice, State, Suppression, Unreached
from tests.factories import STAFF_PASSWORD
from tests.thorough import combinations


@pytest.fixture
def bounced(live_site: str, case: Case, clerk: User) -> Notice:
    """A letter to the citizen that came back."""
    notice = Notice.objects.get(audience="citizen")
    Notice.objects.filter(pk=notice.pk).update(state=State.SENT, sent_at=Now(), secret="")
    Notice.objects.filter(pk=notice.pk).update(state=State.BOUNCED, arrived_at=Now())
    suppress(notice, reason=Suppression.Reason.BOUNCED)
    return notice


def seated(page: Page, language: str) -> Page:
    page.goto(f"{language}/staff/login/")
    page.fill("#id_username", "clerk")
    page.fill("#id_password", STAFF_PASSWORD)
    page.click("main button[type=submit]")
    return page


@combinations(screen=["telephone", "desk"], language=["", "/en"])
def test_the_pages_fit_and_can_be_used_by_everybody(
    visitor: Callable[..., Page], bounced: Notice, screen: str, language: str
) -> None:
    page = seated(visitor(screen), language)
    for path in ("", "?state=bounced", "unreached/", f"{bounced.pk}/"):
        page.goto(f"{language}/staff/notices/{path}")
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth"), path
        assert not Axe().run(page).response["violations"], path


def test_a_citizen_is_telephoned_without_javascript(visitor: Callable[..., Page], bounced: Notice) -> None:
    page = seated(visitor(java_script_enabled=False), "/en")
    page.goto(f"/en/staff/cases/{bounced.case.number}/")  # type: ignore[union-attr]
    page.click("text=Citizens to telephone")
    page.fill("[name=said]", "จะแจ้งอีเมลใหม่")
    page.click("text=Reached by telephone")
    assert page.is_visible("text=the citizen knows")
    assert Unreached.objects.get().reached_by == User.objects.get(username="clerk")
