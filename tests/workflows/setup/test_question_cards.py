"""The questions of a kind and of a block by cards: who may, what is refused and how, what is written down."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from cases.models import Question, QuestionBlock, QuestionSet, RequestType, RoutingRule, SetupChange, User
from cases.questionnaires import blocks
from cases.questionnaires.editing import seal
from cases.questionnaires.types import CLASSES
from cases.questionnaires.versions import current
from cases.work_plans import versions
from config.settings import BASE_DIR
from tests.cases.questions import ask, question
from tests.cases.work_plans.plans import draft_of, stage, step
from tests.factories import RequestTypeFactory
from tests.workflows.views.conftest import Desk, Seat, address, text
from workflows.setup.kinds.questions import questions_part

pytestmark = pytest.mark.django_db
ADDRESS = address("setup_kind_questions", "tree_trim")


@pytest.fixture
def block() -> QuestionBlock:
    found = QuestionBlock.objects.create(code="pole", name_th="เสา", name_en="The pole")
    blocks.publish(found, [question("number"), question("fault", "one")])
    return found


@pytest.fixture
def seat(desk: Seat, administrator: User) -> Desk:
    return desk(administrator)


def form(owner: Any, *choices: str, **fields: Any) -> dict[str, Any]:
    """The form of a card as the page sends it."""
    words = {"kind": "short", "text_th": "กี่ต้น", "text_en": "How many trees?"}
    found = {"seen": seal(current(owner)), "answers": str(max(4, len(choices))), **words, **fields}
    for number, choice in enumerate(choices, start=1):
        thai, _bar, english = choice.partition("|")
        found |= {f"choice_{number}_th": thai, f"choice_{number}_en": english}
    return found


def save(seat: Desk, owner: RequestType, key: str, *choices: str, **fields: Any) -> Any:
    return seat.post(address("setup_kind_question", owner.code, key), form(owner, *choices, **fields))


def asked(owner: Any) -> list[Question]:
    version = current(owner)
    return version.in_order if version else []


def test_three_questions_and_a_condition_are_made_moved_and_taken_out(
    seat: Desk, kind: RequestType, administrator: User
) -> None:
    answer = save(seat, kind, "new")
    assert answer["Location"] == f"{ADDRESS}#card-how_many_trees"
    save(seat, kind, "new", "ใหญ่|Big", "เล็ก|", kind="one", text_en="How big?", required="on")
    page = text(seat.get(f"{ADDRESS}?question=new"))
    assert "How big?: Big" in page
    assert "How many trees?: " not in page
    save(seat, kind, "new", kind="number", text_en="How high?", asked="how_big=ใหญ่", minimum="1")
    count, big, high = asked(kind)
    assert (count.key, big.key, high.key) == ("how_many_trees", "how_big", "how_high")
    assert big.choices == [{"th": "ใหญ่", "en": "Big"}, {"th": "เล็ก", "en": ""}]
    assert (high.show_if_key, high.show_if_value, high.minimum) == ("how_big", "ใหญ่", 1)
    assert "Only if “How big?” is answered with “Big”" in text(seat.get(ADDRESS))
    seat.post(ADDRESS, {"seen": seal(current(kind)), "up": "how_big"})
    seat.post(ADDRESS, {"seen": seal(current(kind)), "placed": "how_many_trees questions 9"})
    assert [one.key for one in asked(kind)] == ["how_big", "how_high", "how_many_trees"]
    refused = seat.post(ADDRESS, {"seen": seal(current(kind)), "up": "how_high"})
    assert (refused.status_code, "has to stand below it" in text(refused)) == (200, True)
    seat.post(ADDRESS, {"seen": seal(current(kind)), "remove": "how_high"})
    assert [one.key for one in asked(kind)] == ["how_big", "how_many_trees"]
    assert "Press one of the buttons" in text(seat.post(ADDRESS, {"seen": seal(current(kind)), "jump": "x"}))
    lines = SetupChange.objects.filter(table="cases.questionset")
    assert (lines.count(), {line.by_id for line in lines}) == (6, {administrator.pk})


@pytest.mark.parametrize(
    ("choices", "fields", "place", "why"),
    [
        ([], {"text_th": ""}, "text_th", "This field is required"),
        ([], {"kind": "one"}, "choice_1_th", "Give at least two answers"),
        (["ก|A", "ก|B"], {"kind": "one"}, "choice_2_th", "Two of the answers are the same"),
        (["ก|A", "|B", "ค"], {"kind": "several"}, "choice_2_th", "Write the answer in Thai too"),
        ([], {"kind": "number", "minimum": "5", "maximum": "4"}, "maximum", "not smaller"),
        (
            [],
            {"kind": "yes_no", "ends": "yes", "stop_th": "ก", "stop_en": "A"},
            "stop_phone",
            "number to call",
        ),
        ([], {"kind": "yes_no", "stop_th": "ก"}, "ends", "Name the answer"),
        ([], {"kind": "yes_no", "ends": "2"}, "ends", "not one of this question"),
        (["ก", "ข"], {"kind": "one", "ends": "3"}, "ends", "not one of this question"),
        ([], {"kind": "paper"}, "kind", "paper is not one of the available choices"),
        ([], {"asked": "later=yes"}, "asked", "not one of the available choices"),
        ([], {"max_length": "x"}, "max_length", "whole number"),
        ([], {"asked": "count>"}, "more_than", "number to compare"),
        ([], {"asked": "count>", "more_than": "many"}, "more_than", "Enter a number"),
    ],
)
def test_what_cannot_be_asked_is_said_beside_its_field_and_kept(
    seat: Desk, kind: RequestType, choices: list[str], fields: dict[str, Any], place: str, why: str
) -> None:
    ask(kind, question("count", "number"), question("first", "yes_no"), question("later", "yes_no"))
    before = current(kind)
    answer = save(seat, kind, "first", *choices, **{"text_en": "What I typed"} | fields)
    told = answer.context["part"].form.errors
    assert (answer.status_code, why in str(told.get(place))) == (200, True), told
    assert "What I typed" in text(answer)
    assert current(kind) == before


def test_what_a_kind_of_answer_does_not_use_is_left_out(seat: Desk, kind: RequestType) -> None:
    """Also where nonsense was typed for it, which its part of the page hides."""
    given = {"minimum": "x", "ends": "1", "stop_th": "ก", "choice_1_en": "A", "max_length": "9"}
    assert save(seat, kind, "new", "ก|" + "x" * 300, **given).status_code == 302
    [one] = asked(kind)
    assert (one.choices, one.minimum, one.stop_th, one.max_length) == ([], None, "", 9)


def test_an_answer_that_ends_the_form_is_chosen_by_its_line(seat: Desk, kind: RequestType) -> None:
    stop = {"stop_th": "โทร", "stop_en": "Call", "stop_phone": "1129", "ends": "2"}
    save(seat, kind, "new", "ดับ", "สายขาด|Broken wire", kind="one", **stop)
    assert asked(kind)[0].stop_value == "สายขาด"
    page = text(seat.get(ADDRESS))
    assert "“Broken wire” ends the form, and tells to call 1129" in page
    page = text(seat.get(f"{ADDRESS}?question=how_many_trees"))
    assert '<option value="2" selected>Answer 2: สายขาด</option>' in page


@pytest.mark.parametrize(
    ("sent", "more", "stored", "words"),
    [
        ("near!no", "", ("near", "is_not", "no"), "answered with something else than “No”"),
        ("count>", "๒.50", ("count", "more", "2.5"), "“Question count” is more than 2.5"),
        ("count>", "0", ("count", "more", "0"), "“Question count” is more than 0"),
        ("", "3", ("", "", ""), "Question near"),
        ("near=yes", "x", ("near", "", "yes"), "Question near"),
    ],
)
def test_a_question_waits_for_another_answer_or_for_more(
    seat: Desk, kind: RequestType, sent: str, more: str, stored: tuple[str, ...], words: str
) -> None:
    ask(kind, question("near", "yes_no"), question("count", "number"))
    assert save(seat, kind, "new", asked=sent, more_than=more).status_code == 302
    one = asked(kind)[2]
    assert (one.show_if_key, one.show_if_test, one.show_if_value) == stored
    assert words in text(seat.get(ADDRESS))
    page = text(seat.get(f"{ADDRESS}?question=how_many_trees"))
    assert f'<option value="{escape(sent)}" selected>' in page
    assert stored[1] != "more" or f'name="more_than" value="{stored[2]}"' in page


def test_an_answer_is_written_anew_with_what_waits_for_it(seat: Desk, kind: RequestType) -> None:
    ask(
        kind,
        question("fault", "one"),
        question("since", show_if_key="fault", show_if_value="ดับ"),
    )
    rule = RoutingRule.objects.create(name="Dark", department=kind.department, question="fault", answer="ดับ")
    rule.kinds.add(kind)
    anew = {"kind": "one", "choice_1_was": "ดับ", "choice_2_was": "เสาเอียง"}
    answer = save(seat, kind, "fault", "ไฟดับ|Out", "เสาเอียง", **anew)
    assert asked(kind)[1].show_if_value == "ไฟดับ"
    page = text(seat.get(answer["Location"]))
    assert "asks for an answer that is not there any more" in page
    assert "the routing rule “Dark”" in page


def test_more_lines_are_given_without_a_word_about_what_is_missing(seat: Desk, kind: RequestType) -> None:
    answer = save(seat, kind, "new", "ก|A", kind="one", text_th="", more="1")
    page = text(answer)
    assert ("choice_8_th" in page, "choice_9_th" in page, "This field is required" in page) == (
        True,
        False,
        False,
    )
    assert 'value="ก"' in page
    assert current(kind) is None
    assert "choice_61_th" not in text(save(seat, kind, "new", answers="9999", more="1"))


def test_two_people_at_once_lose_nothing(seat: Desk, kind: RequestType) -> None:
    ask(kind, question("first"), question("second"))
    late = form(kind, text_en="My words")
    ask(kind, question("first"))
    wrong = seat.post(address("setup_kind_question", kind.code, "first"), late | {"text_th": ""})
    assert (wrong.status_code, "put it into the questions" in text(wrong)) == (409, True)
    for key, said in (("first", "put it into the questions"), ("second", "taken this question out")):
        answer = seat.post(address("setup_kind_question", kind.code, key), late)
        page = text(answer)
        assert (answer.status_code, said in page, "My words" in page) == (409, True, True)
        assert f'name="seen" value="{current(kind).pk}"' in page  # type: ignore[union-attr]
    pressed = seat.post(ADDRESS, {"seen": late["seen"], "remove": "first"})
    assert (pressed.status_code, "was not done" in text(pressed)) == (409, True)
    assert [one.key for one in asked(kind)] == ["first"]
    save(seat, kind, "second", text_en="My words")
    assert [one.text_en for one in asked(kind)] == ["Question first", "My words"]


def test_what_depends_on_a_question_is_said_before_it_is_taken_out(
    seat: Desk, kind: RequestType, plan: Any, head: User
) -> None:
    ask(kind, question("near", "yes_no"), question("line", show_if_key="near", show_if_value="yes"))
    rule = RoutingRule.objects.create(name="Near", department=kind.department, question="near", answer="yes")
    rule.kinds.add(kind)
    when = {"question": "near", "answer": "yes"}
    versions.publish(draft_of(plan, stage("Look", step("look", when=when))))
    first, second = seat.get(ADDRESS).context["part"].cards
    assert first.waiting == ["Question line"]
    assert first.asking[0] == "the routing rule “Near”"
    assert "of the plan of “Tree trimming”" in first.asking[1]
    assert (second.waiting, second.asking) == ([], [])


def test_forms_come_back_to_the_page_that_holds_the_part(seat: Desk, kind: RequestType) -> None:
    assert (
        save(seat, kind, "new", next="/en/staff/setup/")["Location"] == "/en/staff/setup/#card-how_many_trees"
    )
    for elsewhere in ("https://elsewhere.example/", "//elsewhere.example/", "staff/"):
        sent = {"seen": seal(current(kind)), "up": "how_many_trees", "next": elsewhere}
        assert seat.post(ADDRESS, sent)["Location"].startswith(ADDRESS)


def test_the_part_stands_on_another_page(
    rf: RequestFactory, administrator: User, officer: User, kind: RequestType
) -> None:
    """Its links open the forms there, and its forms come back there."""
    ask(kind, question("first"))
    page = "/en/staff/setup/kinds/tree_trim/"
    for asked_for, told in (
        ("", f'href="{page}?question=first#card-first"'),
        ("first", f'href="{page}#questions"'),
    ):
        request: Any = rf.get(page, {"question": asked_for})
        request.user = administrator
        shown = render_to_string(
            "staff/setup/kinds/questions_part.html", questions_part(request, kind), request
        )
        assert told in shown
        assert f'name="next" value="{page}"' in shown
    request.user = officer
    assert questions_part(request, kind) == {}


def test_a_block_is_one_card_that_says_who_shares_it(
    seat: Desk, kind: RequestType, block: QuestionBlock
) -> None:
    ask(RequestTypeFactory(name_en="Street lamps"), *blocks.asked(block))
    assert "The pole" in text(seat.get(ADDRESS))
    seat.post(ADDRESS, {"seen": "", "insert": "pole"})
    assert [one.key for one in asked(kind)] == ["number", "fault"]
    page = text(seat.get(ADDRESS))
    assert "Asked also by: Street lamps." in page
    assert 'name="insert"' not in page
    for key in ("fault", "never", "x" * 60):
        page = address("setup_kind_question", kind.code, key)
        assert [seat.get(page).status_code, seat.post(page, form(kind)).status_code] == [404, 404]
    save(seat, kind, "new", asked="fault=ดับ")
    assert asked(kind)[-1].show_if_key == "fault"


def test_a_block_is_named_asked_and_changed(seat: Desk, kind: RequestType) -> None:
    seat.post(address("setup_blocks_new"), {"name_th": "เสา", "name_en": "Pole"})
    found = QuestionBlock.objects.get()
    answer = seat.post(address("setup_block_question", "pole", "new"), form(found))
    assert answer["Location"] == f"{address('setup_block', 'pole')}#card-how_many_trees"
    ask(kind, *blocks.asked(found))
    seat.post(
        address("setup_block_question", "pole", "how_many_trees"), form(found, text_en="How many poles?")
    )
    assert [one.text_en for one in asked(kind)] == ["How many poles?"]
    page = text(seat.page("setup_block", "pole"))
    assert "Tree trimming" in page
    removed = seat.post(
        address("setup_block_questions", "pole"), {"seen": seal(current(found)), "remove": "how_many_trees"}
    )
    assert "at least one question" in text(removed)
    resting = seat.post(address("setup_block", "pole"), {"name_th": "เสา", "name_en": "Pole"})
    assert "This block is asked by: Tree trimming" in text(resting)
    assert QuestionBlock.objects.get().active
    seat.post(address("setup_block", "pole"), {"name_th": "เสาไฟ", "name_en": "Lamp post", "active": "on"})
    assert "Lamp post" in text(seat.page("setup_blocks"))
    assert set(SetupChange.objects.values_list("table", flat=True)) >= {
        "cases.questionblock",
        "cases.blockversion",
    }


PAGES = [
    ("setup_questions", []),
    ("setup_kind_questions", ["tree_trim"]),
    ("setup_kind_question", ["tree_trim", "new"]),
    ("setup_blocks", []),
    ("setup_blocks_new", []),
    ("setup_block", ["pole"]),
    ("setup_block_question", ["pole", "number"]),
    ("setup_after_result", []),
    ("setup_after_result_new", []),
]


@pytest.mark.parametrize(("name", "args"), PAGES)
def test_who_may_see_the_questions_sees_them_and_changes_nothing(
    desk: Seat,
    kind: RequestType,
    block: QuestionBlock,
    administrator: User,
    officer: User,
    name: str,
    args: Any,
) -> None:
    ask(kind, question("first"))
    assert desk(administrator).page(name, *args).status_code == 200
    assert desk(officer).page(name, *args).status_code == 403
    User.objects.filter(pk=officer.pk).update(is_staff=True)
    officer.user_permissions.add(Permission.objects.get(codename="set_up"))
    assert desk(User.objects.get(pk=officer.pk)).page(name, *args).status_code == 403
    officer.user_permissions.add(Permission.objects.get(codename="view_questionset"))
    reader = desk(User.objects.get(pk=officer.pk))
    page = reader.page(name, *args)
    shown = page.status_code == 200 and "button" in text(page).partition("<main")[2].partition("</main")[0]
    assert page.status_code in (200, 404)
    assert not shown or name.endswith("_new")
    before = QuestionSet.objects.count(), QuestionBlock.objects.count()
    assert reader.post(address(name, *args), form(kind, name_th="ก", name_en="A")).status_code == 403
    assert (QuestionSet.objects.count(), QuestionBlock.objects.count()) == before


def test_the_page_costs_the_same_however_many_questions_there_are(
    seat: Desk, kind: RequestType, block: QuestionBlock
) -> None:
    ask(kind, question("first"))
    counted = []
    for number in (1, 12):
        own = [question(f"own{one}", "yes_no") for one in range(number)]
        ask(kind, *own, *blocks.asked(block))
        seat.get(ADDRESS)
        with CaptureQueriesContext(connection) as found:
            seat.get(ADDRESS)
        counted.append(len(found))
    assert counted[0] == counted[1] <= 14


def test_the_form_hides_what_a_kind_of_answer_does_not_use() -> None:
    """By the style sheet, which names the kinds that use each part."""
    sheet = (BASE_DIR / "config/static/question-cards.css").read_text()
    uses = {
        "of-choices": lambda one: one.has_choices,
        "of-range": lambda one: one.has_range,
        "of-length": lambda one: one.has_length,
        "of-stop": lambda one: one.has_choices or one.kind == "yes_no",
    }
    for part, is_used in uses.items():
        [line] = [line for line in sheet.splitlines() if f".{part}" in line and ":has" in line]
        for one in CLASSES:
            assert (f"[value={one.kind.value}]" in line) == (is_used(one) and not one.for_staff), (part, one)
