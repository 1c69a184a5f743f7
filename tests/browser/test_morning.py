"""The head's morning in a real browser: thirty cases in few clicks, without scripts, on a telephone."""

import pytest
from django.conf import LazySettings
from playwright.sync_api import Browser, Page, expect

from cases.models import Case, User
from tests.browser.test_staff import _problems, log_in
from tests.factories import CaseFactory

pytestmark = pytest.mark.django_db(transaction=True)
COUNT = """addEventListener("click", () => {
  sessionStorage.setItem("clicks", 1 + Number(sessionStorage.getItem("clicks")));
}, true)"""


@pytest.fixture
def thirty(case: Case, head: User, officer: User, colleague: User) -> list[Case]:
    return [case, *(CaseFactory(request_type=case.request_type) for _ in range(29))]


def test_thirty_cases_are_assigned_with_twelve_clicks_at_most(
    page: Page, thirty: list[Case], officer: User, colleague: User
) -> None:
    log_in(page, "head")
    page.context.add_init_script(COUNT)
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto("/en/staff/")
    page.get_by_role("navigation", name="Main menu").get_by_role("link", name="To assign").click()
    page.get_by_role("button", name="Assign the ticked cases as chosen").click()
    page.get_by_text("30 cases are assigned").wait_for()
    assert int(page.evaluate("sessionStorage.getItem('clicks')")) <= 12
    found = Case.objects.filter(officer__isnull=False).values_list("officer", flat=True)
    assert sorted(found).count(officer.pk) == sorted(found).count(colleague.pk) == 15


def test_it_is_undone_without_scripts_and_fits_a_telephone(
    browser: Browser, live_server: object, case: Case, head: User, officer: User, settings: LazySettings
) -> None:
    settings.UNDO_SECONDS = 30
    context = browser.new_context(
        java_script_enabled=False, base_url=str(live_server), viewport={"width": 320, "height": 640}
    )
    page = context.new_page()
    log_in(page, "head", "/en/staff/morning/")
    page.get_by_role("button", name="Assign the ticked cases as chosen").click()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("1 case is as it was before")).to_be_visible()
    context.close()
    assert Case.objects.get(pk=case.pk).officer is None


def test_axe_finds_nothing_and_the_page_fits(page: Page, case: Case, head: User, officer: User) -> None:
    log_in(page, "head", "/en/staff/morning/")
    found = _problems(page)
    page.set_viewport_size({"width": 320, "height": 640})
    assert [*found, *_problems(page)] == []
