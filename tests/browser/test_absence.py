"""Absences and the workload in a real browser: telephone and desk, without JavaScript, and what axe finds."""

import datetime
from collections.abc import Callable

from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Page, expect

from cases.access import absences, delegations
from cases.models import Absence, Case, Delegation, RequestType, User
from tests.factories import STAFF_PASSWORD, CaseFactory
from tests.thorough import one_of

Visit = Callable[..., Page]


def log_in(page: Page, user: User) -> None:
    page.goto("/en/staff/login/")
    page.get_by_label("User name").fill(user.username)
    page.get_by_label("Password").fill(STAFF_PASSWORD)
    page.get_by_role("button", name="Log in").click()


def problems(page: Page) -> str:
    """What axe has against the page, and whether it is wider than the screen."""
    found = Axe().run(page)
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return found.generate_report() if found.violations_count else "too wide" if wide else ""


def choose_days(page: Page, name: str, day: datetime.date) -> None:
    for part, value in (("day", day.day), ("month", day.month), ("year", day.year)):
        page.locator(f"#id_{name}_{part}").select_option(str(value))


@one_of("screen", ["telephone", "desk"], short=1)
def test_an_officer_enters_an_absence_and_ends_it(
    visitor: Visit, request_type: RequestType, officer: User, colleague: User, screen: str
) -> None:
    page = visitor(screen=screen, java_script_enabled=False)
    log_in(page, officer)
    page.goto("/en/staff/absence/")
    choose_days(page, "until", timezone.localdate() + datetime.timedelta(days=3))
    page.get_by_label("Who stands in").select_option(label=str(colleague))
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text(f"{colleague} stands in for {officer}.")).to_be_visible()
    page.get_by_role("button", name="Is back").click()
    assert not Absence.objects.exists()


@one_of("screen", ["telephone", "desk"], short=0)
def test_the_pages_have_nothing_for_axe_and_fit_the_screen(
    visitor: Visit, request_type: RequestType, head: User, officer: User, colleague: User, screen: str
) -> None:
    today = timezone.localdate()
    absences.enter(officer, substitute=colleague, since=today, until=today, by=officer, note="081-000-0000")
    case: Case = CaseFactory(request_type=request_type)
    page = visitor(screen=screen)
    log_in(page, head)
    for path in (
        "/en/staff/absence/",
        f"/en/staff/cases/{case.number}/",
        f"/en/staff/bulk/assign/?case={case.number}",
    ):
        page.goto(path)
        assert problems(page) == ""
    page.get_by_label(str(officer)).check()
    page.get_by_role("button", name="Assign").click()
    expect(page.get_by_label("Give it to the person who is away all the same")).to_be_visible()
    assert problems(page) == ""


@one_of("screen", ["telephone", "desk"], short=1)
def test_a_head_names_a_deputy_and_withdraws(
    visitor: Visit, request_type: RequestType, head: User, officer: User, screen: str
) -> None:
    page = visitor(screen=screen, java_script_enabled=False)
    log_in(page, head)
    page.goto("/en/staff/deputies/")
    choose_days(page, "until", timezone.localdate() + datetime.timedelta(days=3))
    page.get_by_label("Deputy", exact=False).select_option(label=str(officer))
    page.get_by_label("Number of the order").fill("125/2569")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text(f"{officer} decides for {head}.")).to_be_visible()
    page.get_by_role("button", name="Withdraw").click()
    assert not Delegation.objects.in_force().exists()


@one_of("screen", ["telephone", "desk"], short=0)
def test_the_page_of_deputies_has_nothing_for_axe_and_fits_the_screen(
    visitor: Visit, request_type: RequestType, head: User, officer: User, screen: str
) -> None:
    today = timezone.localdate()
    row = delegations.enter(head, deputy=officer, since=today, until=today, order_number="125/2569", by=head)
    page = visitor(screen=screen)
    log_in(page, head)
    for path in ("/en/staff/deputies/", f"/th/staff/deputies/{row.pk}/"):
        page.goto(path)
        assert problems(page) == ""
