"""A clerk files while the caller talks: with and without scripts, by the keyboard, at both sizes."""

import os

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route

from cases.models import Case, RequestType, User
from tests.browser.filling import choose_address_by_buttons
from tests.browser.test_staff import SIZES, log_in
from tests.factories import CaseFactory, ChannelFactory
from tests.thorough import one_of

pytestmark = pytest.mark.django_db(transaction=True)
FORM = "/en/staff/file/for/road_damage/"


@pytest.fixture(autouse=True)
def desk(request_type: RequestType, clerk: User) -> Case:
    ChannelFactory(code="phone", name_en="Telephone")
    return CaseFactory(request_type=request_type, phone="+66812345678")


def fill(page: Page) -> None:
    page.get_by_label("Title", exact=False).first.select_option(index=1)
    for name, words in (("first_name", "สมศรี"), ("last_name", "มีสุข"), ("house_no", "12")):
        page.fill(f"[name={name}]", words)
    page.fill("[name=phone]", "081 234 5678")
    page.fill("[name=details]", "ถนนเป็นหลุมลึกหน้าโรงเรียน")
    page.fill("[name=place]", "หน้าโรงเรียน")
    page.select_option("[name=channel]", label="Telephone")


def barriers(page: Page) -> list[str]:
    found = [f"{page.url} {one['id']}" for one in Axe().run(page).response["violations"]]
    too_wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return [*found, "too wide"] if too_wide else found


def shoot(page: Page, name: str) -> None:
    if folder := os.environ.get("SHOTS"):
        width = page.viewport_size["width"] if page.viewport_size else 0
        page.screenshot(path=f"{folder}/{width}-{name}.png", full_page=True)


@one_of("size", SIZES, short=0)
def test_the_pages_have_no_barriers_and_fit_the_screen(page: Page, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    log_in(page, "clerk", "/en/staff/file/")
    problems = barriers(page)
    shoot(page, "choose")
    page.goto(FORM)
    shoot(page, "form")
    problems += barriers(page)
    page.keyboard.press("Tab")
    page.get_by_role("button", name="File the request").last.click()
    page.locator(".error-summary").wait_for()
    problems += barriers(page)
    shoot(page, "errors")
    fill(page)
    page.select_option("[name=subdistrict]", "410101")
    page.locator("[data-earlier] a").wait_for()
    problems += barriers(page)
    shoot(page, "filled")
    page.get_by_role("button", name="File the request").last.click()
    page.get_by_role("heading", name="is filed").wait_for()
    shoot(page, "done")
    assert problems + barriers(page) == []


def test_earlier_cases_come_while_the_number_is_typed(page: Page, desk: Case) -> None:
    log_in(page, "clerk", FORM)
    page.locator("[name=phone]").press_sequentially("0812345678")
    page.locator("[data-earlier] a").wait_for()
    assert desk.number in page.locator("[data-earlier]").inner_text()


def test_a_number_typed_before_the_script_came_is_looked_up_too(page: Page, desk: Case) -> None:
    held: list[Route] = []
    log_in(page, "clerk")
    page.route("**/staff-caller*.js", lambda route: held.append(route))
    page.goto(FORM, wait_until="commit")
    page.locator("[name=phone]").press_sequentially("0812345678")
    held[0].continue_()
    page.locator("[data-earlier] a").wait_for()
    assert desk.number in page.locator("[data-earlier]").inner_text()


def test_the_enter_key_files_and_does_not_look_for_cases(page: Page) -> None:
    log_in(page, "clerk", FORM)
    page.locator("[name=first_name]").press("Enter")
    page.locator(".error-summary").wait_for()


def test_it_works_without_scripts(browser: Browser, live_site: str) -> None:
    visitor = browser.new_context(base_url=live_site, java_script_enabled=False)
    page = visitor.new_page()
    log_in(page, "clerk", FORM)
    fill(page)
    page.get_by_role("button", name="Find earlier cases").click()
    assert "1 earlier case" in page.locator("[data-earlier]").inner_text()
    choose_address_by_buttons(page)
    page.get_by_role("button", name="File the request").last.click()
    assert "is filed" in page.inner_text("main")
    assert Case.objects.count() == 2
    visitor.close()


def test_a_new_caller_takes_six_answers_and_a_known_one_fewer(page: Page, request_type: RequestType) -> None:
    """From the call to the slip; the kind is a click, and nothing else is asked."""
    RequestType.objects.update(person_fields="name", name_en="Road damage", synonyms=["หลุม"])
    log_in(page, "clerk", "/en/staff/file/")
    answers = 0
    for name, words in (("phone", "0891112222"), ("details", "ถนนเป็นหลุมลึกหน้าโรงเรียน")):
        page.fill(f"[name={name}]", words)
        answers += 1
    page.locator(".found").get_by_role("button", name="Road damage").click()
    answers += 1
    for name, words in (("first_name", "สมศรี"), ("last_name", "มีสุข"), ("place", "หน้าโรงเรียน")):
        page.fill(f"[name={name}]", words)
        answers += 1
    page.get_by_role("button", name="File the request").last.click()
    page.get_by_role("heading", name="is filed").wait_for()
    assert answers == 6
    # The next one: the same caller again.
    page.get_by_role("link", name="The next caller").click()
    assert page.input_value("[name=phone]") == ""
    page.fill("[name=phone]", "0891112222")
    page.get_by_role("button", name="Take over name and address").click()
    page.get_by_text("Taken over: สมศรี มีสุข").wait_for()
    page.fill("[name=details]", "ถนนเป็นหลุมอีกแล้ว")
    page.locator(".found").get_by_role("button", name="Road damage").click()
    assert page.input_value("[name=first_name]") == "สมศรี"
    page.fill("[name=place]", "หน้าวัด")
    page.get_by_role("button", name="File the request").last.click()
    page.get_by_role("heading", name="is filed").wait_for()
    assert list(Case.objects.order_by("-pk").values_list("first_name", flat=True)[:2]) == ["สมศรี"] * 2
