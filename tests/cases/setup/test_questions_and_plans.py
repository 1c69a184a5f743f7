"""Questions and work plans in the set-up's file: versions that cases have used stay."""

import pytest

from cases.models import Answer, PlanVersion, QuestionSet, SetupChange, User, WorkPlan
from cases.questionnaires import versions
from cases.setup.imports import bring_in
from cases.work_plans import versions as plan_versions
from tests.cases.questions import ask, question
from tests.cases.setup.test_files import HEAD, wrong
from tests.factories import RequestTypeFactory

pytestmark = pytest.mark.django_db


def test_old_cases_keep_their_questions(db: None) -> None:
    request_type = RequestTypeFactory(code="lamps")
    asked = ask(request_type, question("since"))
    rows = "- request_type: lamps\n  questions:\n  - {key: size, kind: short, text_th: ก, text_en: A}\n"
    bring_in(f"{HEAD}cases.questionset:\n{rows}", by=None)
    assert [one.key for one in versions.current(request_type).in_order] == ["size"]  # type: ignore[union-attr]
    assert [one.key for one in QuestionSet.objects.get(pk=asked.pk).questions.all()] == ["since"]
    bring_in(f"{HEAD}cases.questionset: []\n", by=None)
    assert versions.to_ask(request_type) is None


def test_a_question_for_a_telephone_number_comes_out_of_a_file(db: None) -> None:
    request_type = RequestTypeFactory(code="lamps")
    rows = "- request_type: lamps\n  questions:\n  - {key: owner, kind: phone, text_th: ก, text_en: A}\n"
    bring_in(f"{HEAD}cases.questionset:\n{rows}", by=None)
    assert request_type.question_sets.get().questions.get().kind == "phone"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("{key: a, kind: one, text_th: ก, text_en: A}", "at least two"),
        ("{key: a, kind: short, text_th: ก}", "cannot be blank"),
        (
            "{key: a, kind: phone, text_th: ก, text_en: A, choices: [{th: ก, en: A}, {th: ข, en: B}]}",
            "nothing to choose from",
        ),
        ("{key: a, kind: telephone, text_th: ก, text_en: A}", "telephone"),
        (
            "{key: a, kind: short, text_th: ก, text_en: A, show_if_key: b, show_if_value: x}",
            "No earlier question",
        ),
        ("{key: a, kind: short, text_th: ก, text_en: A, colour: red}", "colour"),
        ("{key: a, kind: short, text_th: ก, text_en: A, show_if_test: more}", "or neither"),
        (
            "{key: b, kind: number, text_th: ก, text_en: A}\n  - {key: a, kind: short, text_th: ก, "
            "text_en: A, show_if_key: b, show_if_test: more, show_if_value: many}",
            "Give a number",
        ),
        (
            "{key: b, kind: yes_no, text_th: ก, text_en: A}\n  - {key: a, kind: short, text_th: ก, "
            "text_en: A, show_if_key: b, show_if_test: more, show_if_value: '3'}",
            "asks for a number",
        ),
    ],
)
def test_a_question_that_does_not_hold_is_refused(db: None, asked: str, said: str) -> None:
    RequestTypeFactory(code="lamps")
    [(line, words)] = wrong(f"{HEAD}cases.questionset:\n- request_type: lamps\n  questions:\n  - {asked}\n")
    assert (line, said in words) == (4, True), words
    assert not Answer.objects.exists()


def changed_plan(town: str, old: str, new: str) -> str:
    """The file of the town with a change in the plan of trees."""
    first = town.index("- plan: tree_near_line")
    return town[:first] + town[first:].replace(old, new, 1)


def test_only_a_plan_that_differs_gets_a_new_version(town: str) -> None:
    """What was published stays; a draft that somebody is writing stays too, behind the new version."""
    tree = WorkPlan.objects.get(code="tree_near_line")
    drafted = plan_versions.draft(tree)
    bring_in(changed_plan(town, "name_en: Look at the tree", "name_en: Look up"), by=None)
    found = [(one.plan.code, one.number) for one in PlanVersion.objects.filter(number__gt=1)]
    assert found == [("tree_near_line", 3), ("tree_near_line", 2)]
    first, second, third = tree.versions.order_by("number")
    assert (first.is_current, second.is_current, third.content) == (False, True, drafted.content)
    assert "Look up" in str(second.content)
    [line] = SetupChange.objects.filter(table="cases.planversion")
    assert line.fields["look.name_en"] == ["Look at the tree", "Look up"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("kind: inspect", "kind: dance", "look: This value does not fit."),
        ("days: 2", "days: 999", "look: The working days of a step are a number from 0 to 365."),
        ("department: CLK", "department: NONE", "There is no department in use with the code NONE."),
        ("question: near_line", "question: gone", "neither the form nor an earlier step asks"),
        ("doer: department", "doer: citizen", "The citizen can only be asked something."),
    ],
)
def test_a_plan_that_nobody_could_finish_is_refused_with_its_line(
    town: str, old: str, new: str, said: str
) -> None:
    text = changed_plan(town, old, new)
    first = text[: text.index("- plan: tree_near_line")].count("\n") + 1
    problems = wrong(text)
    assert {line for line, _text in problems} == {first + 1}
    assert said in " ".join(words for _line, words in problems)
    assert not PlanVersion.objects.filter(number=2).exists()


def test_a_plan_whose_people_are_not_there_yet_is_taken(town: str) -> None:
    """A file comes before the people of a new installation; the first page of the set-up warns of them."""
    assert not User.objects.exists()
    assert bring_in(changed_plan(town, "doer: head", "doer: clerk"), by=None)
    assert WorkPlan.objects.get(code="tree_near_line").versions.count() == 2
