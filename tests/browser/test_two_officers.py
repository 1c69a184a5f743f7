"""Two officers, one case: the second sees who has it open, and a stale form shows both versions."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from cases import actions
from cases.models import Case, Status
from tests.browser.test_staff import SIZES, log_in
from tests.factories import CaseFactory, RequestTypeFactory, ResultCodeFactory
from tests.thorough import one_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def request_type(department, head, officer):
    return RequestTypeFactory(department=department, code="road_damage")


@pytest.fixture
def in_progress(request_type, head, officer):
    return CaseFactory(request_type=request_type, in_progress=True, head=head, officer=officer)


@one_of("size", SIZES, short=1)
def test_a_stale_form_shows_both_versions_without_barriers(page, in_progress, officer, colleague, size):
    ResultCodeFactory()
    page.set_viewport_size({"width": size[0], "height": size[1]})
    broken = []
    page.on("console", lambda message: broken.append(message.text) if message.type == "error" else None)
    log_in(page, "officer", f"/en/staff/cases/{in_progress.number}/resolve/")
    page.get_by_role("combobox", name="Result").select_option(label="Fixed")
    page.get_by_label("What was done").fill("ปะซ่อมผิวจราจรแล้ว")
    actions.note(in_progress, by=colleague, text="ผู้แจ้งบอกว่าเป็นอีกซอยหนึ่ง")
    page.get_by_role("button", name="Finish and tell the citizen").click()
    expect(page.get_by_role("heading", name="Both versions")).to_be_visible()
    boxes = [
        page.get_by_role("heading", name=name).bounding_box()
        for name in ("What you wrote", "What happened since")
    ]
    assert (boxes[0]["y"] == boxes[1]["y"]) is (size[0] >= 1000)
    assert not Axe().run(page).response["violations"]
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    assert [text for text in broken if "409" not in text] == []
    page.get_by_role("button", name="Finish and tell the citizen").click()
    page.get_by_text("The citizen is told the result").wait_for()
    assert Case.objects.get(pk=in_progress.pk).status == Status.RESOLVED


def test_the_second_is_told_while_the_page_stays_open(page, visitor, in_progress, head, officer):
    page.clock.install()
    log_in(page, "officer", f"/en/staff/cases/{in_progress.number}/")
    expect(page.get_by_text("has this case open")).to_have_count(0)
    log_in(visitor(screen="desk"), "head", f"/en/staff/cases/{in_progress.number}/")
    page.clock.run_for(21_000)
    expect(page.get_by_text(f"{head} has this case open")).to_be_visible()


def test_a_page_that_stays_open_after_the_log_in_has_ended_asks_no_harm(page, in_progress, officer):
    page.clock.install()
    log_in(page, "officer", f"/en/staff/cases/{in_progress.number}/")
    page.context.clear_cookies()
    page.clock.run_for(21_000)
    page.wait_for_timeout(500)
    assert page.get_by_label("Password").count() == 0
    assert page.url.endswith(f"/staff/cases/{in_progress.number}/")


@one_of("size", SIZES, short=0)
def test_joined_cases_have_no_barriers(page, request_type, in_progress, head, size):
    other = CaseFactory(request_type=request_type)
    page.set_viewport_size({"width": size[0], "height": size[1]})
    log_in(page, "head", f"/en/staff/cases/{other.number}/mark_duplicate/")
    page.get_by_label("User ID or receipt number of the main case").fill(in_progress.number)
    assert not Axe().run(page).response["violations"]
    page.get_by_role("button", name="Join the cases").click()
    page.get_by_text("waits for the result of its main case").first.wait_for()
    for number in (other.number, in_progress.number):
        page.goto(f"/en/staff/cases/{number}/")
        assert not Axe().run(page).response["violations"]
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    page.goto("/en/staff/?view=open&group=joined")
    assert f"with {in_progress.number}" in page.inner_text("main")


def test_a_filter_changes_the_list_alone_and_the_keys_go_on_working(
    page, request_type, in_progress, head, officer
):
    CaseFactory(request_type=request_type)
    log_in(page, "head", "/en/staff/?view=open")
    page.evaluate("window.stays = true")
    page.get_by_role("link", name=re.compile("^All cases")).click()
    expect(page).to_have_url(re.compile("view=all"))
    expect(page.locator("[data-arrived]")).to_be_focused()
    assert page.evaluate("window.stays") is True
    expect(page).to_have_title(re.compile("All cases"))
    page.locator("tbody th a").first.focus()
    page.keyboard.press("j")
    expect(page.locator("tbody th a").nth(1)).to_be_focused()
    assert "view=all" in page.locator("#language").get_attribute("href")
    page.go_back()
    expect(page).to_have_url(re.compile("view=open"))
    page.wait_for_function("window.stays === undefined")  # the page is fetched anew, whole
    # htmx keeps the address; what stood on the page stays out of the browser's storage.
    stored = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert in_progress.number not in stored
