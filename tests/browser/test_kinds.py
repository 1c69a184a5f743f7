"""A kind of request is made, looked at and sent its way on one page, with and without JavaScript."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from cases.models import RequestType, RoutingRule, User
from tests.browser.conftest import SCREENS
from tests.browser.test_staff import log_in
from tests.factories import CauseFactory
from tests.thorough import one_of

pytestmark = pytest.mark.django_db(transaction=True)


def barriers(page: Page) -> list[str]:
    found = [one["id"] for one in Axe().run(page).response["violations"]]
    return found + ["too wide"] * page.evaluate("document.documentElement.scrollWidth > innerWidth")


def fill(page: Page, request_type: RequestType) -> None:
    page.get_by_label("Thai name").first.fill("ป้ายล้ม")
    page.get_by_label("English name").first.fill("Fallen sign")
    page.get_by_label("category").select_option(value=str(request_type.category_id))
    page.locator("#id_department").select_option(value=str(request_type.department_id))
    page.get_by_label("target").fill("3")


@one_of("screen", SCREENS, short=0)
def test_a_kind_is_made_on_one_page(
    visitor: Callable[..., Page], administrator: User, request_type: RequestType, screen: str
) -> None:
    RequestType.objects.update(confirmed=False)
    page, said = visitor(screen=screen), []
    page.on("console", lambda message: said.append(message.text))
    log_in(page, "administrator", "/en/staff/setup/kinds/")
    assert barriers(page) == []
    page.get_by_role("link", name="New kind").click()
    shown = page.frame_locator("iframe")
    expect(shown.get_by_text("It cannot be saved like this")).to_have_count(0)
    fill(page, request_type)
    # The preview follows without a press.
    expect(shown.get_by_role("heading", name="Fallen sign")).to_be_visible()
    expect(shown.get_by_text("3 working days")).to_be_visible()
    page.get_by_label("Needs a photo", exact=True).check()
    expect(shown.get_by_label("No photo, because")).to_be_visible()
    page.get_by_label("Who are you?").check()
    expect(shown.get_by_label("House number")).to_be_visible()
    page.get_by_label("Only a way to answer").check()
    expect(shown.get_by_text("required").first).to_be_attached()
    expect(shown.get_by_role("group", name="Where do you live?")).to_have_count(0)
    assert barriers(page) == []
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", name="Fallen sign", level=1)).to_be_visible()
    page.get_by_text("Add a rule for this kind").click()
    page.get_by_label("Saturday").check()
    page.locator("#id_rule-department").select_option(value=str(request_type.department_id))
    assert barriers(page) == []
    page.get_by_role("button", name="Add the rule").click()
    expect(page.get_by_text("It is received on: Saturday.")).to_be_visible()
    assert page.url.endswith("/kinds/fallen-sign/#rules")
    made = RequestType.objects.get(code="fallen-sign")
    assert (made.person_fields, made.needs_photo, RoutingRule.objects.get().kinds.get()) == (
        "contact",
        True,
        made,
    )
    assert said == []


def test_without_scripts_a_button_shows_the_preview(
    visitor: Callable[..., Page], administrator: User, request_type: RequestType
) -> None:
    CauseFactory(request_type=request_type)
    page = visitor(screen="telephone", java_script_enabled=False)
    log_in(page, "administrator", f"/en/staff/setup/kinds/{request_type.code}/")
    shown = page.frame_locator("iframe")
    expect(shown.get_by_role("heading", name=request_type.name_en)).to_be_visible()
    page.get_by_label("English name").first.fill("Broken road")
    page.get_by_label("Where is it?").check()
    page.get_by_role("button", name="Show preview").click()
    expect(shown.get_by_role("heading", name="Broken road Where is it?")).to_be_visible()
    assert RequestType.objects.get(pk=request_type.pk).name_en == request_type.name_en
    RequestType.objects.filter(pk=request_type.pk).update(target_working_days=8)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Somebody else has changed this kind in the meantime")).to_be_visible()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("“Broken road” is saved.")).to_be_visible()
    expect(page.get_by_role("heading", name="Broken road", level=1)).to_be_visible()
