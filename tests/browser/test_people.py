"""The pages of departments and people in a real browser: without barriers, and without scripts from a new
person to one who has left."""

from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from cases.models import Department, Membership, User
from tests.browser.conftest import SCREENS
from tests.browser.test_staff import log_in
from tests.factories import RequestTypeFactory, UnitFactory, UserFactory
from tests.thorough import one_of

pytestmark = pytest.mark.django_db(transaction=True)
FILE = "username,first_name,last_name,department,role\nann,Ann,Bee,ENG,officer\nking,King,Kong,ENG,king\n"


@pytest.fixture
def town(administrator: User, department: Department, head: User, officer: User) -> Department:
    """A department with head, officer and unit, a clerk, and somebody without a password."""
    UnitFactory(code="LAMPS", name_en="Street lamps", department=department)
    UserFactory(username="a.clerk", group="clerk")
    UserFactory(username="fresh", password="!")
    RequestTypeFactory(code="graft", name_en="Graft", department=department, restricted=True)
    return department


def check(page: Page, problems: list[str]) -> None:
    """Note what is wrong with the page that is open."""
    problems += [f"{page.url} {one['id']}" for one in Axe().run(page).response["violations"]]
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        problems.append(f"{page.url} is too wide")


@one_of("screen", SCREENS, short=0)
def test_the_pages_have_no_barriers_and_keep_to_the_policy(
    visitor: Callable[..., Page], town: Department, officer: User, screen: str, tmp_path: Path
) -> None:
    page, said, problems = visitor(screen=screen), list[str](), list[str]()
    page.on("console", lambda message: said.append(message.text))
    log_in(page, "administrator")
    one = f"people/{officer.pk}"
    for path in (
        "departments/",
        "departments/new/",
        "departments/ENG/",
        "departments/ENG/units/LAMPS/",
        "people/",
        "people/new/",
        "people/passwords/",
        "people/file/",
        f"{one}/",
        f"{one}/password/",
        f"{one}/leave/",
    ):
        page.goto(f"/en/staff/setup/{path}")
        check(page, problems)
    page.goto(f"/staff/setup/{one}/")
    page.locator("[name='places-0-role']").select_option("head")
    page.locator("main form.card button").last.click()
    expect(page.locator("#change-title")).to_be_visible()
    check(page, problems)
    page.goto("/staff/setup/people/file/")
    page.set_input_files(
        "input[type=file]", {"name": "p.csv", "mimeType": "text/csv", "buffer": FILE.encode()}
    )
    page.locator("main form.card button").click()
    expect(page.get_by_text("king", exact=True)).to_be_visible()
    check(page, problems)
    assert (problems, said) == ([], [])


def test_a_person_comes_works_elsewhere_and_leaves_without_scripts(
    visitor: Callable[..., Page], town: Department
) -> None:
    page = visitor(screen="telephone", java_script_enabled=False)
    log_in(page, "administrator", "/en/staff/setup/people/")
    page.get_by_role("link", name="New member of staff").click()
    page.get_by_label("First name").fill("Malee")
    page.get_by_label("Last name").fill("Suk")
    page.get_by_label("User name").fill("malee")
    page.get_by_label("Department").select_option(label="Bureau of Public Works (ENG)")
    page.get_by_label("Unit").select_option(label="Street lamps (LAMPS)")
    page.get_by_label("Role there").select_option(label="department head")
    page.get_by_label("Clerk at the counter").check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("It would add:")).to_be_visible()
    expect(page.get_by_text("Assign an officer")).to_be_visible()
    page.get_by_role("button", name="Yes, save it so").click()
    page.get_by_role("button", name="Make up a password").click()
    expect(page.get_by_text("malee", exact=True)).to_be_visible()
    made = page.locator("code").inner_text()
    malee = User.objects.get(username="malee")
    assert malee.check_password(made)
    assert Membership.objects.get(user=malee).role == "head"

    page.get_by_role("link", name="Malee Suk").click()
    page.get_by_label("Clerk at the counter").uncheck()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("It would take away:")).to_be_visible()
    page.get_by_role("button", name="Yes, save it so").click()
    expect(page.get_by_text("“Malee Suk” is saved.")).to_be_visible()
    page.get_by_role("link", name="Leaves the municipality").click()
    page.get_by_role("button", name="Yes, the person leaves").click()
    expect(page.get_by_text("has left and cannot log in any more")).to_be_visible()
    page.get_by_role("link", name="Works here again").click()
    page.get_by_role("button", name="Yes, the person works here again").click()
    expect(page.get_by_text("works here again and can log in")).to_be_visible()

    page.goto("/en/staff/setup/people/file/")
    page.set_input_files(
        "input[type=file]", {"name": "p.csv", "mimeType": "text/csv", "buffer": FILE.encode()}
    )
    page.get_by_role("button", name="See what it would change").click()
    page.get_by_role("button", name="Take these people").click()
    expect(page.get_by_role("heading", name="What was not taken")).to_be_visible()
    page.goto("/en/staff/setup/people/")
    page.get_by_label("Name, user name or e-mail").fill("bee")
    page.get_by_role("button", name="Search").last.click()
    expect(page.get_by_role("link", name="Ann Bee")).to_be_visible()
