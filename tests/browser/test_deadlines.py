"""More time and an explained delay in a real browser, as a head at a desk and an officer with a phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Page

from cases.deadlines.work_calendar import DAY, WorkCalendar
from cases.models import Case, Department, User
from tests.browser.test_staff import log_in
from tests.factories import CaseFactory, RequestTypeFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def permit(department: Department, head: User, officer: User) -> Case:
    """An application that has been late for more than a week."""
    request_type = RequestTypeFactory(department=department, licence=True, target_working_days=5)
    past = timezone.now() - 30 * DAY
    return CaseFactory(request_type=request_type, in_progress=True, head=head, officer=officer, now=past)


def is_fine(page: Page) -> bool:
    overflows = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return Axe().run(page).response["violations"] == [] and not overflows


def test_the_head_gives_more_time_after_reading_the_letter(page: Page, permit: Case) -> None:
    to = WorkCalendar.load().shift(timezone.localdate(), 3)
    log_in(page, "head", f"/en/staff/cases/{permit.number}/extend/")
    for part, value in (("day", to.day), ("month", to.month), ("year", to.year)):
        page.locator(f"#id_to_{part}").select_option(str(value))
    page.get_by_role("textbox", name="Reason").fill("รอผลตรวจจากจังหวัด")
    page.get_by_role("button", name="Show the letter").click()
    assert "รอผลตรวจจากจังหวัด" in page.locator(".letter").inner_text()
    assert is_fine(page)
    page.get_by_role("button", name="Give more time and tell the citizen").click()
    page.get_by_text("is now due on").wait_for()
    assert Case.objects.get().due_on == to


def test_the_officer_fills_the_gap_of_the_draft(page: Page, permit: Case) -> None:
    log_in(page, "officer", f"/en/staff/cases/{permit.number}/")
    page.locator(".notice").get_by_role("link", name="Explain the delay to the applicant").click()
    box = page.get_by_role("textbox", name="Letter to the applicant")
    box.fill(box.input_value().replace("[…]", "รอผลตรวจจากจังหวัด"))
    assert is_fine(page)
    page.get_by_role("button", name="Send the explanation").click()
    page.get_by_text("The applicant is told why").wait_for()
    assert permit.events.filter(kind="delay_explained").exists()
