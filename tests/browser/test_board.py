"""The board in a real browser: a card is moved by hand or keyboard, through its step's form alone."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from cases.models import Case, Department, Status, User
from tests.browser.test_staff import _problems, log_in
from tests.factories import CaseFactory, RequestTypeFactory
from tests.pictures import photo
from tests.thorough import one_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def started(department: Department, head: User, officer: User) -> Case:
    kind = RequestTypeFactory(
        code="light", department=department, name_en="Street lamp", name_th="ไฟสาธารณะดับ"
    )
    return CaseFactory(request_type=kind, assigned=True, head=head, officer=officer, photos=[photo()])


@pytest.fixture
def board(page: Page, case: Case, started: Case, head: User) -> Page:
    """The head's board, wide enough to drag."""
    page.set_viewport_size({"width": 1280, "height": 900})
    log_in(page, "head", "/en/staff/?view=open&look=board")
    page.get_by_role("heading", name="In progress").wait_for()
    return page


def test_dropping_a_card_opens_the_step_and_the_step_moves_the_case(board: Page, started: Case) -> None:
    card = board.locator(f"[data-number='{started.number}']")
    card.drag_to(board.locator("[data-column=in_progress]"))
    board.get_by_role("heading", name="Start the work").wait_for()
    assert Case.objects.get(pk=started.pk).status == Status.ASSIGNED
    with board.expect_navigation():
        board.locator("[data-side]").get_by_role("button", name="Start the work").click()
    expect(board.get_by_text("has begun")).to_be_visible()
    column = board.locator("[data-column=in_progress]")
    expect(column.get_by_role("link", name=started.number)).to_be_visible()
    assert Case.objects.get(pk=started.pk).status == Status.IN_PROGRESS


def test_a_card_put_down_where_no_step_leads_opens_nothing(board: Page, case: Case) -> None:
    board.locator(f"[data-number='{case.number}']").drag_to(board.locator("[data-column=waiting]"))
    expect(board.locator("[data-side]")).to_be_hidden()


def test_the_keyboard_assigns_and_what_is_wrong_is_told_at_the_side(
    board: Page, case: Case, officer: User
) -> None:
    card = board.locator(f"[data-number='{case.number}']")
    card.locator("summary").focus()
    board.keyboard.press("Enter")
    card.get_by_role("link", name="Do not take it on").focus()
    board.keyboard.press("Enter")
    side = board.locator("[data-side]")
    side.get_by_role("heading", name="Do not take it on").wait_for()
    side.get_by_role("button", name="Close it").first.press("Enter")
    side.locator("[data-focus]").wait_for()
    board.keyboard.press("Escape")
    expect(side).to_be_hidden()
    expect(card.locator("summary")).to_be_focused()
    card.get_by_role("link", name="Assign an officer").press("Enter")
    side.get_by_role("radio", name=str(officer)).check()
    with board.expect_navigation():
        side.get_by_role("button", name="Assign").press("Enter")
    assert Case.objects.get(pk=case.pk).officer == officer


def test_without_scripts_a_card_leads_to_the_form_of_its_step(
    browser: Browser, live_site: str, case: Case, head: User
) -> None:
    visitor = browser.new_context(base_url=live_site, java_script_enabled=False)
    page = visitor.new_page()
    log_in(page, "head", "/en/staff/?view=open")
    page.get_by_role("button", name="Board").click()
    page.locator(".moves summary").first.click()
    page.get_by_role("link", name="Assign an officer").click()
    page.get_by_role("heading", name="Assign an officer").wait_for()
    visitor.close()


@one_of("size", [(360, 740), (1280, 900)], short=1)
def test_the_ways_to_look_have_no_barriers(board: Page, size: tuple[int, int]) -> None:
    board.set_viewport_size({"width": size[0], "height": size[1]})
    problems = []
    for look in ("list", "board", "calendar"):
        board.goto(f"/en/staff/?view=open&look={look}")
        problems += _problems(board)
        wide = board.evaluate("document.documentElement.scrollWidth")
        assert wide <= size[0], look
        if folder := os.environ.get("SHOTS"):
            for language in ("", "/en"):
                board.goto(f"{language}/staff/?view=open&look={look}")
                board.screenshot(path=Path(folder) / f"{look}{size[0]}{language[1:]}.png", full_page=True)
    assert problems == []
