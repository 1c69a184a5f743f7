"""The plan editor in a real browser: a plan from nothing without JavaScript, on a telephone, and axe."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from cases.models import RequestType, User, WorkPlan
from cases.work_plans.document import Plan
from tests.browser.conftest import SCREENS
from tests.browser.test_citizen_pages import findings, width
from tests.browser.test_staff import log_in
from tests.cases.work_plans.plans import draft_of, finding, stage, step
from tests.thorough import one_of

pytestmark = pytest.mark.django_db(transaction=True)
PLANS = "/en/staff/setup/plans/"


def press(page: Page, name: str) -> None:
    """Press a button."""
    page.get_by_role("button", name=name, exact=True).click()


def add_step(page: Page, stage: str, name: str, **chosen: str) -> None:
    """Open the form of a new step, and fill in what is needed."""
    page.get_by_role("link", name=f"Step {stage}").click()
    page.get_by_label("Name in Thai").fill(name)
    for field, label in chosen.items():
        page.locator(f"#id_{field}").select_option(label=label)


def test_a_plan_is_built_from_nothing_without_javascript(
    visitor: Callable[..., Page], request_type: RequestType, administrator: User
) -> None:
    page = visitor(java_script_enabled=False)
    log_in(page, "administrator", PLANS)
    page.get_by_role("link", name="New plan").click()
    page.get_by_label("Thai name").fill("ต้นไม้ใกล้สายไฟ")
    page.get_by_label("English name").fill("Tree near a line")
    page.get_by_label(request_type.name_en).check()
    press(page, "Save")
    for name in ("ตรวจ", "ตัด", "เห็นชอบ"):
        page.get_by_role("link", name="+ Stage").click()
        page.get_by_label("Name in Thai").fill(name)
        press(page, "Save")
    add_step(page, "ตรวจ", "ดูหน้างาน", kind="Inspect the place")
    page.get_by_label("What is found out, in Thai").fill("ใกล้สายไฟ")
    page.get_by_label("What is found out, in English").fill("Near a line?")
    page.locator("#id_findings-0-kind").select_option(label="Yes or no")
    press(page, "Save, and add another line")
    assert page.get_by_label("What is found out, in Thai").count() == 2
    press(page, "Save")
    add_step(page, "ตัด", "ตัดกิ่ง", asked="Near a line?: Yes")
    press(page, "Save")
    add_step(page, "เห็นชอบ", "หัวหน้าเห็นชอบ", kind="Approve", doer="A head")
    press(page, "Save")
    page.get_by_role("link", name="Publish").click()
    press(page, "Publish")
    version = WorkPlan.objects.get().versions.get()
    stages = Plan.from_json(version.content).stages
    assert version.is_current
    assert [[one.kind for one in found.steps] for found in stages] == [["inspect"], ["do"], ["approve"]]
    page.get_by_role("link", name="Try it").click()
    page.get_by_label("Near a line?").select_option(label="No")
    press(page, "Try it")
    assert "is skipped, since this does not hold" in page.content()


def test_a_card_is_dragged_to_another_place_and_stage(
    visitor: Callable[..., Page], administrator: User
) -> None:
    plan = WorkPlan.objects.create(code="tree", name_th="ต้นไม้", name_en="Tree")
    draft = draft_of(
        plan,
        stage("Look", step("look"), step("measure"), key="looking"),
        stage("Cut", step("cut")),
        stage("End", key="end"),
    )
    page = visitor()
    log_in(page, "administrator", f"{PLANS}tree/")

    def dropped(key: str, onto: str, **at: Any) -> list[list[str]]:
        with page.expect_navigation():
            page.locator(f"#step-{key}").drag_to(page.locator(onto), **at)
        draft.refresh_from_db()
        return [[one.key for one in found.steps] for found in Plan.from_json(draft.content).stages]

    top = {"target_position": {"x": 20, "y": 3}}
    assert dropped("cut", "#step-measure", **top) == [["look", "cut", "measure"], [], []]
    assert dropped("look", "[data-stage='end'] >> xpath=..", **top) == [["cut", "measure"], [], ["look"]]
    assert dropped("cut", "[data-stage='looking'] >> xpath=.. >> a >> nth=-1") == [
        ["measure", "cut"],
        [],
        ["look"],
    ]
    assert page.locator("#step-cut").evaluate("one => one === document.querySelector(':target')")


@one_of("screen", SCREENS, short=1)
def test_the_pages_have_no_barriers(
    visitor: Callable[..., Page], request_type: RequestType, administrator: User, screen: str
) -> None:
    plan = WorkPlan.objects.create(code="tree", name_th="ต้นไม้", name_en="Tree")
    near = finding("near", "yes_no", "ใกล้", "Near?", required=True)
    look = step("look", findings=[near], days=40)
    cut = step("cut", when={"question": "near", "answer": "yes"}, doer="clerk", shown="line", told_th="ตัด")
    draft_of(plan, stage("Look", look, step("measure")), stage("Cut", cut, reopens=True))
    RequestType.objects.filter(pk=request_type.pk).update(work_plan=plan)
    page = visitor(screen=screen)
    log_in(page, "administrator", PLANS)
    problems = []
    paths = (
        "tree/ tree/names/ tree/stages/1/ tree/steps/look/ tree/publish/ tree/versions/ tree/versions/1/try/"
    )
    for path in ("", *paths.split()):
        page.goto(f"{PLANS}{path}")
        problems += [f"{path} {one}" for one in findings(page)]
        if width(page) > SCREENS[screen][0]:
            problems.append(f"{path} is too wide")
    assert problems == []
