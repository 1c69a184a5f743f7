"""Questions by cards in a real browser: three with a condition are written, moved, and then answered."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from cases.models import QuestionBlock, RequestType, User
from cases.questionnaires import blocks
from cases.questionnaires.versions import current
from tests.browser.conftest import SCREENS
from tests.browser.test_citizen_pages import findings_in_both_schemes, width
from tests.browser.test_staff import log_in
from tests.cases.questions import ask, question
from tests.thorough import one_of

pytestmark = pytest.mark.django_db(transaction=True)
CARDS = "/en/staff/setup/kinds/road_damage/questions/"


def write(page: Page, english: str, kind: str, *choices: str, asked: str = "", more: str = "") -> None:
    """Write a new question, and save it."""
    page.get_by_role("link", name="+ Question").click()
    page.get_by_label("Question in Thai").fill(f"ถาม {english}")
    page.get_by_label("Question in English").fill(english)
    page.get_by_label("Kind of answer").select_option(label=kind)
    for number, words in enumerate(choices, start=1):
        page.get_by_label(f"Answer {number} in Thai").fill(f"ตอบ {words}")
        page.get_by_label(f"Answer {number} in English").fill(words)
    if asked:
        page.get_by_label("Ask it only if").select_option(label=asked)
    if more:
        page.get_by_label("More than", exact=True).fill(more)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", name=english)).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_three_questions_are_written_moved_and_answered(
    visitor: Callable[..., Page], request_type: RequestType, administrator: User, scripts: bool
) -> None:
    page = visitor(java_script_enabled=scripts)
    log_in(page, "administrator", CARDS)
    write(page, "Since when?", "Short text")
    write(page, "What is it?", "One of several", "A hole", "A crack")
    expect(page.get_by_text("A crack")).to_be_visible()
    write(page, "How deep?", "Number", asked="What is it?: A hole")
    write(page, "Who fell in?", "Short text", asked="How deep?: more than …", more="40")
    page.get_by_role("button", name="Up What is it?").click()
    expect(page.locator(".question-cards h3").first).to_have_text("1. What is it?")
    keys = [one.key for one in current(request_type).in_order]  # type: ignore[union-attr]
    assert keys == ["what_is_it", "since_when", "how_deep", "who_fell_in"]
    page.locator("#card-since_when summary").click()
    page.get_by_role("button", name="Remove Since when?").click()
    expect(page.get_by_role("heading", name="Since when?")).to_have_count(0)
    page.goto("/en/requests/road_damage/")
    page.get_by_label("A hole").check()
    expect(page.get_by_label("How deep?")).to_be_visible()
    if scripts:
        expect(page.get_by_label("Who fell in?")).to_be_hidden()
        page.get_by_label("How deep?").fill("๔๑")
        expect(page.get_by_label("Who fell in?")).to_be_visible()
        page.get_by_label("How deep?").fill("40")
        expect(page.get_by_label("Who fell in?")).to_be_hidden()
        page.get_by_label("A crack").check()
        expect(page.get_by_label("How deep?")).to_be_hidden()


@one_of("screen", SCREENS, short=0)
def test_the_pages_have_no_barriers(
    visitor: Callable[..., Page], request_type: RequestType, administrator: User, screen: str
) -> None:
    block = QuestionBlock.objects.create(code="pole", name_th="เสา", name_en="The pole")
    blocks.publish(block, [question("number"), question("fault", "one")])
    QuestionBlock.objects.create(code="empty", name_th="ว่าง", name_en="Empty")
    deep = question("deep", "number", minimum=1, show_if_key="hole", show_if_value="yes")
    stop = {"stop_value": "yes", "stop_th": "โทร", "stop_en": "Call", "stop_phone": "1129"}
    ask(request_type, question("hole", "yes_no", required=True, **stop), deep, *blocks.asked(block))
    page = visitor(screen=screen)
    log_in(page, "administrator", CARDS)
    problems = []
    setup = "/en/staff/setup/"
    paths = (
        "questions/ kinds/road_damage/questions/ kinds/road_damage/questions/?question=new "
        "kinds/road_damage/questions/hole/ blocks/ blocks/new/ blocks/pole/ blocks/empty/ after-result/ "
        "after-result/new/"
    )
    for path in paths.split():
        page.emulate_media(color_scheme="light")
        page.goto(f"{setup}{path}")
        problems += [f"{path} {one}" for one in findings_in_both_schemes(page)]
        if width(page) > SCREENS[screen][0]:
            problems.append(f"{path} is too wide")
    page.goto(f"{setup}kinds/road_damage/questions/?question=new")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("alert")).to_be_visible()
    problems += findings_in_both_schemes(page)
    assert problems == []


def test_a_card_is_dragged_to_another_place(
    visitor: Callable[..., Page], request_type: RequestType, administrator: User
) -> None:
    ask(request_type, question("a"), question("b"), question("c"))
    page = visitor(screen="desk")
    log_in(page, "administrator", CARDS)
    with page.expect_navigation():
        page.locator("#card-c").drag_to(page.locator("#card-a"), target_position={"x": 20, "y": 3})
    assert [one.key for one in current(request_type).in_order] == ["c", "a", "b"]  # type: ignore[union-attr]
