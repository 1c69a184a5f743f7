"""The set-up pages in a real browser: without JavaScript, without barriers, within the policy."""

import datetime
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from cases.change_log.journal import journal
from cases.models import Holiday, Municipality, RequestType, RoutingRule, SetupChange, User
from tests.browser.conftest import SCREENS
from tests.browser.test_staff import log_in
from tests.factories import AreaFactory, DepartmentFactory, LandmarkFactory
from tests.thorough import combinations

pytestmark = pytest.mark.django_db(transaction=True)
PAGES = (
    "",
    "municipality/",
    "areas/",
    "landmarks/",
    "things/",
    "holidays/",
    "routing/",
    "routing/new/",
    "routing/try/",
    "file/",
    "changes/",
)


@pytest.fixture
def set_up(administrator: User, request_type: RequestType) -> RoutingRule:
    """Something on every page: a rule that cannot be applied, a proposed day, a line in the log."""
    with journal(lambda: administrator):
        gone = DepartmentFactory(code="GONE", active=False)
        rule = RoutingRule.objects.create(name="Old rule", department=gone, weekdays=[5, 6])
        rule.kinds.set([request_type])
        AreaFactory()
        LandmarkFactory()
        Holiday.objects.create(day=datetime.date.today(), name_th="วันหยุด", confirmed=False)  # noqa: DTZ011
    return rule


@combinations(screen=SCREENS, language=["", "/en"])
def test_the_pages_have_no_barriers_and_keep_to_the_policy(
    visitor: Callable[..., Page], set_up: RoutingRule, screen: str, language: str
) -> None:
    page, said = visitor(screen=screen), []
    page.on("console", lambda message: said.append(message.text))
    log_in(page, "administrator")
    problems = []
    for path in (*PAGES, f"routing/{set_up.pk}/"):
        page.goto(f"{language}/staff/setup/{path}")
        problems += [f"{path} {one['id']}" for one in Axe().run(page).response["violations"]]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            problems.append(f"{path} is too wide")
    assert (problems, said) == ([], [])


def test_an_administrator_writes_a_rule_and_tries_it_without_scripts(
    visitor: Callable[..., Page], administrator: User, request_type: RequestType
) -> None:
    page = visitor(screen="desk", java_script_enabled=False)
    log_in(page, "administrator", "/en/staff/setup/routing/new/")
    page.get_by_label("Name of the rule").fill("Night shift")
    page.get_by_label("Received from").fill("00.00")
    page.get_by_label("Received before").fill("23.59")
    page.get_by_label("Department").select_option(value=str(request_type.department_id))
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Which rule would match this case?").click()
    page.get_by_label("Kind of request").select_option(value=str(request_type.pk))
    page.get_by_label("Time at which").fill("12:00")
    page.get_by_role("button", name="Try it").click()
    assert "The rule “Night shift” decides." in page.inner_text("main")


def test_a_colour_changes_every_page(
    visitor: Callable[..., Page], administrator: User, request_type: RequestType
) -> None:
    page = visitor(screen="desk")
    log_in(page, "administrator", "/en/staff/setup/municipality/")
    page.get_by_label("Colour").fill("#ffcc00")
    page.get_by_role("button", name="Save").click()
    assert "Too light" in page.inner_text("main")
    page.get_by_label("Colour").fill("#7a1f5c")
    page.get_by_role("button", name="Save").click()
    page.goto("/")
    colour = page.evaluate("getComputedStyle(document.querySelector('.site-header')).borderBottomColor")
    assert (colour, Municipality.objects.get().colour) == ("rgb(122, 31, 92)", "#7a1f5c")
    assert SetupChange.objects.get().fields == {"colour": ["", "#7a1f5c"]}
