"""The first-run guide in a real browser, on a telephone: from one superuser to the first letter."""

import datetime
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Page, expect

from cases.models import Case, Department, Membership, User
from notifications.models import ChannelHealth, Notice
from tests.browser.filling import CONTINUE, DETAILS, fill_where
from tests.browser.test_staff import log_in
from tests.factories import STAFF_PASSWORD, UserFactory
from tests.servers import MailServer

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def root(live_site: str, monkeypatch: pytest.MonkeyPatch) -> User:
    """What stands in docs/operations.md, after `migrate`."""
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", STAFF_PASSWORD)
    call_command(
        "createsuperuser", username="root", email="root@city.example", interactive=False, verbosity=0
    )
    return User.objects.get(username="root")


def test_an_empty_installation_is_led_to_its_first_case_and_letter(
    visitor: Callable[..., Page], root: User, smtp_server: MailServer
) -> None:
    page = visitor()
    problems: list[str] = []

    def look(name: str) -> None:
        found = [one["id"] for one in Axe().run(page).response["violations"]]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append("too wide")
        problems.extend(f"{name}: {one}" for one in found)

    log_in(page, "root", "/en/staff/setup/start/")
    expect(page.get_by_text("0 of 8 steps are done")).to_be_visible()
    look("start")
    page.get_by_role("button", name="Bring it in").click()
    expect(page.get_by_text("1 of 8 steps are done")).to_be_visible()
    page.get_by_role("link", name="Fill it in").click()
    for label, words in (
        ("Thai name", "เทศบาลใหม่"),
        ("English name", "New Town"),
        ("Telephone", "042111222"),
    ):
        page.get_by_label(label, exact=False).first.fill(words)
    page.get_by_label("District").select_option(value="4101")
    look("municipality")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Every page shows it")).to_be_visible()
    page.get_by_role("link", name="First steps: ").click()
    page.get_by_role("link", name="Choose departments").click()
    look("departments")
    page.get_by_label("Bureau of Public Works").check()
    page.get_by_role("button", name="Add them").click()
    page.get_by_role("link", name="Choose kinds").click()
    page.get_by_label("Suggestion or praise", exact=True).check()
    look("kinds")
    page.get_by_label("Instead of “Strategy and Budget Division”").select_option(
        label="Bureau of Public Works"
    )
    page.get_by_role("button", name="Add the ticked kinds").click()
    expect(page.get_by_text("Bureau of Public Works has no head")).to_be_visible()
    # The page of the people is not the guide's.
    head = UserFactory(username="boss", email="boss@city.example")
    Membership.objects.create(user=head, department=Department.objects.get(), role="head")
    this = timezone.localdate().year
    for year in (this, this + 1):
        page.goto(f"/en/staff/setup/holidays/?year={year}")
        page.get_by_role("button", name="Propose the days").click()
        page.get_by_role("button", name="Confirm all").click()
    page.goto("/en/staff/setup/start/")
    page.get_by_role("link", name="Send a test").click()
    page.get_by_role("button", name="Send me a test").first.click()
    expect(page.get_by_text("has accepted the test letter")).to_be_visible()
    assert ChannelHealth.objects.get(channel="email").worked_at
    page.get_by_role("link", name="First steps: ").click()
    expect(page.get_by_text("7 of 8 steps are done")).to_be_visible()
    look("nearly done")

    citizen = visitor()
    citizen.goto("/en/requests/suggestion/what/")
    citizen.fill("[name=details]", DETAILS)
    for _page in range(4):
        if citizen.locator("[name=place]").count():
            fill_where(citizen)
        if citizen.locator("[name=email]").count():
            citizen.fill("[name=email]", "root@city.example")
        if not citizen.locator(CONTINUE).count() or "/check/" in citizen.url:
            break
        with citizen.expect_navigation():
            citizen.click(CONTINUE)
    with citizen.expect_navigation():
        citizen.locator("main form button[type=submit]").last.click()
    case = Case.objects.get()
    assert Notice.objects.filter(case=case, audience="citizen").exists(), citizen.inner_text("main")
    page.reload()
    expect(page.get_by_text("Everything is done")).to_be_visible()
    page.goto("/en/staff/setup/lists/channels/")
    look("channels")
    assert problems == []
    assert datetime.date(this, 1, 1).year == case.received_at.year
