"""The staff's pages in a real browser: without JavaScript, without barriers, within the policy."""

from collections.abc import Iterator
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page

from cases.models import Case, Department, Status, User
from tests.factories import STAFF_PASSWORD, CaseFactory, RequestTypeFactory, ResultCodeFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)
SIZES = [(360, 740), (1280, 900)]


@pytest.fixture
def plain(browser: Browser, live_site: str) -> Iterator[Page]:
    """A telephone whose browser runs no scripts."""
    visitor = browser.new_context(
        base_url=live_site, viewport={"width": 360, "height": 740}, java_script_enabled=False
    )
    yield visitor.new_page()
    visitor.close()


@pytest.fixture
def in_progress(department: Department, head: User, officer: User) -> Case:
    request_type = RequestTypeFactory(department=department)
    return CaseFactory(request_type=request_type, in_progress=True, head=head, officer=officer)


def log_in(page: Page, username: str, wanted: str = "/en/staff/") -> None:
    page.goto(wanted)
    page.get_by_label("User name").fill(username)
    page.get_by_label("Password").fill(STAFF_PASSWORD)
    # Until the page that follows is there with its scripts.
    with page.expect_navigation():
        page.get_by_role("button", name="Log in").click()


def test_an_officer_finishes_a_case_without_scripts(plain: Page, in_progress: Case, officer: User) -> None:
    ResultCodeFactory()
    log_in(plain, "officer")
    plain.get_by_role("link", name=in_progress.number).click()
    plain.get_by_role("combobox", name="Result").select_option(label="Fixed")
    plain.get_by_label("What was done").fill("ปะซ่อมผิวจราจรแล้ว")
    plain.get_by_role("button", name="Finish and tell the citizen").click()
    assert "The citizen is told the result" in plain.inner_text("main")
    assert Case.objects.get(pk=in_progress.pk).status == Status.RESOLVED


def test_a_head_names_an_officer_with_the_keyboard_alone(page: Page, case: Case, officer: User) -> None:
    log_in(page, "head", f"/en/staff/cases/{case.number}/assign/")
    page.get_by_role("radio", name=str(officer)).focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Assign").focus()
    page.keyboard.press("Enter")
    page.get_by_text("is assigned to").wait_for()
    assert Case.objects.get(pk=case.pk).officer == officer


def test_a_double_click_does_a_step_once(page: Page, in_progress: Case, officer: User) -> None:
    log_in(page, "officer", f"/en/staff/cases/{in_progress.number}/note/")
    page.get_by_role("textbox", name="Internal note").fill("phoned")
    page.get_by_role("button", name="Save the note").dblclick()
    page.get_by_text("The note is saved").wait_for()
    assert in_progress.events.filter(message="phoned").count() == 1


@pytest.mark.parametrize(("size", "scheme"), [*zip(SIZES, ("dark", "light"), strict=True)])
def test_the_pages_have_no_barriers_and_fit_the_screen(
    page: Page, in_progress: Case, case: Case, size: tuple[int, int], scheme: Literal["light", "dark"]
) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.emulate_media(color_scheme=scheme)
    page.goto("/en/staff/login/")
    problems = _problems(page)
    log_in(page, "officer")
    paths = ["", "?view=open&status=in_progress", "password/", f"cases/{in_progress.number}/"]
    paths += [f"cases/{in_progress.number}/{verb}/" for verb in ("ask", "transfer", "reject", "note")]
    for path in paths:
        page.goto(f"/en/staff/{path}")
        problems += _problems(page)
    assert problems == []


def test_the_set_up_keeps_to_the_policy(page: Page, case: Case) -> None:
    UserFactory(username="root", is_staff=True, is_superuser=True)
    said: list[str] = []
    page.on("console", lambda message: said.append(_policy(message)))
    log_in(page, "root", "/en/admin/")
    for path in ("", "cases/user/", f"cases/department/{case.department_id}/change/", "cases/holiday/add/"):
        page.goto(f"/en/admin/{path}")
    assert [text for text in said if text] == []


def _problems(page: Page) -> list[str]:
    """What axe finds, and a page that is wider than the screen."""
    found = [f"{page.url} {one['id']}" for one in Axe().run(page).response["violations"]]
    too_wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return [*found, f"{page.url} is too wide"] if too_wide else found


def _policy(message: ConsoleMessage) -> str:
    return message.text if "Content Security Policy" in message.text else ""
