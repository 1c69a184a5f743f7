"""The dashboard in a real browser: without barriers, within the policy, at both sizes."""

import os

import pytest
from playwright.sync_api import Page

from cases.models import Department, User
from tests.browser.test_staff import SIZES, _policy, _problems, log_in
from tests.factories import CaseFactory, RequestTypeFactory
from tests.thorough import one_of

pytestmark = pytest.mark.django_db(transaction=True)


@one_of("size", SIZES, short=1)
def test_the_figures_have_no_barriers_and_fit_the_screen(
    page: Page, department: Department, head: User, officer: User, size: tuple[int, int]
) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(_policy(message)))
    for code in ("road_damage", "street_light"):
        request_type = RequestTypeFactory(code=code, department=department)
        CaseFactory(request_type=request_type)
        CaseFactory(request_type=request_type, resolved=True, officer=officer)
    page.set_viewport_size({"width": size[0], "height": size[1]})
    log_in(page, "head", "/en/staff/figures/?by=kind")
    problems = []
    for query in ("?by=kind", "?by=officer&period=dates", "cases/?measure=received"):
        page.goto(f"/en/staff/figures/{query}")
        problems += _problems(page)
        if folder := os.environ.get("SHOTS"):
            page.screenshot(path=f"{folder}/{size[0]}-figures-{len(query)}.png", full_page=True)
    assert problems == []
    assert [text for text in said if text] == []


def test_a_number_leads_to_its_list(page: Page, department: Department, head: User) -> None:
    case = CaseFactory(request_type=RequestTypeFactory(department=department))
    log_in(page, "head", "/en/staff/figures/")
    page.locator(".figures").get_by_role("link", name="1").nth(1).click()
    page.get_by_role("heading", name="Received").wait_for()
    assert case.number in page.inner_text("main")
