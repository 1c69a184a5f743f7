"""The process map in a real browser: without barriers, within the policy, at both sizes."""

import os

import pytest
from playwright.sync_api import Page

from cases.models import Department, User, WorkPlan
from tests.browser.test_staff import SIZES, _policy, _problems, log_in
from tests.factories import RequestTypeFactory
from tests.workflows.process_map.conftest import STAGES, Teller, published
from workflows.figures import sums

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_map_has_no_barriers_and_scrolls_in_its_own_box(
    page: Page, department: Department, head: User, officer: User
) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(_policy(message)))
    plan = WorkPlan.objects.create(code="tree", name_th="ต้นไม้", name_en="Tree")
    tree = RequestTypeFactory(code="tree", department=department, work_plan=plan)
    published(plan, *STAGES)
    teller = Teller(head, officer, seed=3)
    for _life in range(6):
        teller.life(tree)
    sums.sum_up()
    log_in(page, "head", "/en/staff/figures/map/")
    problems = []
    for size in SIZES:
        page.set_viewport_size({"width": size[0], "height": size[1]})
        for query in ("", f"?request_type={tree.pk}&period=y2026", "cases/?way=*%3Ereceived"):
            page.goto(f"/en/staff/figures/map/{query}")
            problems += _problems(page)
            if folder := os.environ.get("SHOTS"):
                page.screenshot(path=f"{folder}/{size[0]}-map-{len(query)}.png", full_page=True)
    assert problems == []
    assert [text for text in said if text] == []
