"""Proposing, approving and the two sides of a place in a real browser, on a telephone and at a desk."""

import os

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from cases import actions
from cases.files.images import prepared
from cases.models import Case, Department, RequestType, Status, User
from tests.browser.test_staff import SIZES, log_in
from tests.factories import CaseFactory, RequestTypeFactory, ResultCodeFactory
from tests.pictures import scene
from tests.thorough import one_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def working(department: Department, head: User, officer: User) -> Case:
    request_type = RequestTypeFactory(department=department, needs_after_photo=True, needs_approval=True)
    ResultCodeFactory(needs_photo=True)
    photos = [prepared(scene(1))]
    return CaseFactory(request_type=request_type, photos=photos, in_progress=True, head=head, officer=officer)


def propose(page: Page, *numbers: int) -> None:
    page.get_by_role("combobox", name="Result").select_option(label="Fixed")
    page.get_by_label("What was done").fill("ปะซ่อมผิวจราจรแล้ว")
    files = [{"name": "a.jpg", "mimeType": "image/jpeg", "buffer": scene(n).read()} for n in numbers]
    page.get_by_label("Photos of the work done").set_input_files(files)  # type: ignore[arg-type]
    page.get_by_role("button", name="Send it for approval").click()


def problems(page: Page) -> list[str]:
    found = [f"{page.url} {one['id']}" for one in Axe().run(page).response["violations"]]
    too_wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return [*found, f"{page.url} is too wide"] if too_wide else found


def shoot(page: Page, name: str) -> None:
    if folder := os.environ.get("SHOTS"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


@one_of("size", SIZES, short=1)
def test_officer_and_head_finish_a_case_without_scripts(
    browser: Browser, live_site: str, working: Case, size: tuple[int, int]
) -> None:
    page_of = f"/en/staff/cases/{working.number}/"
    for person in ("officer", "head"):
        visitor = browser.new_context(
            base_url=live_site, viewport={"width": size[0], "height": size[1]}, java_script_enabled=False
        )
        page = visitor.new_page()
        log_in(page, person, page_of)
        if person == "officer":
            propose(page, 2)
            page.get_by_text("waits for the head of").wait_for()
        else:
            assert "Nothing has been sent yet." in page.inner_text("main")
            page.get_by_role("button", name="Approve and tell the citizen").click()
            page.get_by_text("The citizen is told the result").wait_for()
        visitor.close()
    assert Case.objects.get(pk=working.pk).status == Status.RESOLVED


@one_of("size", SIZES, short=0)
def test_the_pages_have_no_barriers_and_fit_the_screen(
    page: Page, working: Case, size: tuple[int, int]
) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page_of = f"/en/staff/cases/{working.number}/"
    log_in(page, "officer", page_of)
    propose(page)
    found = problems(page)
    shoot(page, f"wanted-{size[0]}")
    propose(page, 1)
    page.get_by_text("waits for the head of").wait_for()
    found += problems(page)
    page.context.clear_cookies()
    log_in(page, "head", page_of)
    page.locator(".letter").wait_for()
    assert "is a photo of before." in page.inner_text("main")
    found += problems(page)
    shoot(page, f"approve-{size[0]}")
    page.goto(f"{page_of}return_result/")
    assert found + problems(page) == []


@pytest.mark.parametrize(("width", "beside"), [(360, False), (1280, True)])
def test_before_and_after_stand_side_by_side_where_there_is_room(
    page: Page, working: Case, head: User, width: int, beside: bool
) -> None:
    RequestType.objects.update(needs_approval=False)
    result, photos = ResultCodeFactory(), [prepared(scene(2))]
    case = Case.objects.get(pk=working.pk)
    actions.resolve(case, by=head, result=result, details="-", photos=photos)
    page.set_viewport_size({"width": width, "height": 800})
    log_in(page, "head", f"/en/staff/cases/{working.number}/")
    before, after = (one.bounding_box() for one in page.locator(".before-after > div").all())
    assert before
    assert after
    assert (before["y"] == after["y"], before["x"] == after["x"]) == (beside, not beside)
