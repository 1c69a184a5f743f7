"""What keeps a plan from being published: each sentence has its plan."""

from typing import Any

import pytest

from cases.models import Department, Membership, RequestType, User, WorkPlan
from cases.work_plans import checks, versions
from cases.work_plans.document import Plan
from tests.cases.questions import ask, question
from tests.cases.work_plans.plans import draft_of, finding, stage, step
from tests.factories import DepartmentFactory, HeadFactory, RequestTypeFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
NEAR = finding("near", "yes_no", "ใกล้", "Near?")
PAPER = finding("deed", "paper", "โฉนด", "Deed")
TOLD = {"told_th": "แจ้ง", "told_en": "Told."}
APPROVE = {"kind": "approve", "doer": "head"}
RESULT = APPROVE | {"of_result": True}


@pytest.fixture
def kind(head: User, department: Department) -> RequestType:
    """A request type whose department has a head, and has a plan."""
    plan = WorkPlan.objects.create(code="tree", name_th="ต้นไม้", name_en="Tree")
    return RequestTypeFactory(
        name_en="Tree trimming", department=department, target_working_days=20, work_plan=plan
    )


def said(kind: RequestType, *stages: dict[str, Any]) -> list[str]:
    """What is wrong with a plan of these stages."""
    assert kind.work_plan
    plan = Plan.from_json({"stages": list(stages)})
    return [one.text for one in checks.problems(plan, kind.work_plan)]


def test_a_plan_that_can_be_finished_has_no_problem(kind: RequestType) -> None:
    look = step("look", findings=[NEAR], shown="line", told_th="ใกล้: {findings.near}")
    cut = step("cut", when={"question": "near", "answer": "yes"})
    asks = step("day", kind="ask", doer="citizen", **TOLD)
    assert (
        said(kind, stage("Look", look), stage("Cut", cut, asks), stage("Yes", step("yes", **APPROVE))) == []
    )


WRONG: list[tuple[str, list[dict[str, Any]]]] = [
    ("The plan has no stage.", []),
    ("The stage “a” has no step that has to be done.", [stage("a", step("x", optional=True))]),
    (
        "A reopened case starts at one stage. Name one of them.",
        [stage("a", step("x"), reopens=True), stage("b", step("y"), reopens=True)],
    ),
    ("Two steps have the short name “x”.", [stage("a", step("x")), stage("b", step("x"))]),
    (
        "Two findings have the short name “near”.",
        [stage("a", step("x", findings=[NEAR]), step("y", findings=[NEAR]))],
    ),
    (
        "“Step x”: There is no department in use with the code NONE.",
        [stage("a", step("x", doer="department", department="NONE"))],
    ),
    (
        "“Step x”: There is no department in use with the code SHUT.",
        [stage("a", step("x", doer="department", department="SHUT"))],
    ),
    (
        "“Step x”: Lonely office has no head: nobody can do it.",
        [stage("a", step("x", doer="department", department="LONE"))],
    ),
    (
        "“Step x”: Lonely office has no head: nobody can do it.",
        [stage("a", step("x", doer="head", department="LONE"))],
    ),
    ("“Step x”: Nobody is a clerk: nobody can do it.", [stage("a", step("x", doer="clerk"))]),
    ("“Step x”: Nobody is an executive: nobody can do it.", [stage("a", step("x", doer="executive"))]),
    ("“Step x”: Choose the department that does it.", [stage("a", step("x", doer="department"))]),
    (
        "“Step x”: “Tree trimming” is with this department itself: the officer in charge does it.",
        [stage("a", step("x", doer="department", department="OWN"))],
    ),
    (
        "“Step y”: An approval is a head's, the clerk's or an executive's.",
        [stage("a", step("x")), stage("b", step("y", kind="approve"))],
    ),
    (
        "“Step x”: A question to the citizen is the citizen's to answer, and has words.",
        [stage("a", step("x", kind="ask", doer="citizen"))],
    ),
    (
        "“Step x”: A question to the citizen is the citizen's to answer, and has words.",
        [stage("a", step("x", kind="ask", **TOLD))],
    ),
    ("“Step x”: The citizen can only be asked something.", [stage("a", step("x", doer="citizen"))]),
    (
        "“Step x”: It informs the citizen: choose a letter or a line in the history.",
        [stage("a", step("x", kind="inform"))],
    ),
    ("“Step x”: The citizen is told something: write the words.", [stage("a", step("x", shown="letter"))]),
    ("“Step x”: Name the documents that are checked.", [stage("a", step("x", kind="papers"))]),
    (
        "“Step x”: Documents are checked at a step that checks documents.",
        [stage("a", step("x", findings=[PAPER]))],
    ),
    (
        "“Step x”: This kind of step has no findings.",
        [stage("a", step("x", kind="inform", shown="line", findings=[NEAR], **TOLD))],
    ),
    (
        "“Step x”: The officer asks the citizen by hand at any time: it need not be an optional step.",
        [stage("a", step("w"), step("x", kind="ask", doer="citizen", optional=True, **TOLD))],
    ),
    (
        "“Step x”: Its condition asks “near”, which is found out later.",
        [
            stage("a", step("x", when={"question": "near", "answer": "yes"})),
            stage("b", step("y", findings=[NEAR])),
        ],
    ),
    (
        "“Step x”: Its condition asks “gone”, which neither the form nor an earlier step asks.",
        [stage("a", step("x", when={"question": "gone", "answer": "yes"}))],
    ),
    (
        "“Step x”: Its condition asks for “maybe”, which is no answer of “wires”.",
        [stage("a", step("x", when={"question": "wires", "answer": "maybe"}))],
    ),
    (
        "“Step x”: What the citizen is told has {findings.near}, which is found out later.",
        [
            stage("a", step("x", shown="line", told_th="{findings.near}")),
            stage("b", step("y", findings=[NEAR])),
        ],
    ),
    (
        "“Step x”: What the citizen is told has {findings.gone}, which no step finds out.",
        [stage("a", step("x", shown="line", told_th="แจ้ง", told_en="{findings.gone}"))],
    ),
    (
        "“Step x”: What the citizen is told has {number}. Only findings can be filled in here.",
        [stage("a", step("x", shown="line", told_th="{number}"))],
    ),
    (
        "A plan has at most three approvals.",
        [stage("a", step("x")), *(stage(f"s{n}", step(f"yes-{n}", **APPROVE)) for n in range(4))],
    ),
    ("“Step yes”: There is nothing yet to approve.", [stage("a", step("yes", **APPROVE))]),
    (
        "“Step yes”: The only person who could approve has done the work.",
        [stage("a", step("x", doer="head")), stage("b", step("yes", **APPROVE))],
    ),
    (
        "“Step yes” stands beside “Step x” and can be given before that is done. Put it into a later "
        "stage, if it is about that.",
        [stage("a", step("y")), stage("b", step("x"), step("yes", **APPROVE))],
    ),
    (
        "“Step x”: Only an approval can be about the result.",
        [stage("a", step("x", doer="head", of_result=True))],
    ),
    (
        "“Step yes”: An approval of the result is always asked for: without a condition, and not skipped.",
        [stage("a", step("x"), step("yes", may_skip=True, **RESULT))],
    ),
    (
        "“Step yes”: The citizen hears of the result itself: nothing else is told here.",
        [stage("a", step("x"), step("yes", shown="line", **TOLD, **RESULT))],
    ),
    (
        "“Step yes”: The approvals of the result belong to the last stage.",
        [stage("a", step("yes", **RESULT)), stage("b", step("x"))],
    ),
    (
        "“Step yes”: The only person who could approve has done the work.",
        [stage("a", step("x", doer="head")), stage("b", step("yes", **RESULT))],
    ),
    (
        "All approvals of the result are of the same office. Each needs another person.",
        [stage("a", step("x"), step("yes", **RESULT), step("too", **RESULT))],
    ),
    (
        "The steps need 21 working days, “Tree trimming” promises 20.",
        [stage("a", step("x", days=11)), stage("b", step("y", days=10))],
    ),
]


@pytest.mark.parametrize(("text", "stages"), WRONG)
def test_what_is_wrong_is_said_with_its_step(
    kind: RequestType, text: str, stages: list[dict[str, Any]]
) -> None:
    Department.objects.filter(pk=kind.department_id).update(code="OWN")
    DepartmentFactory(code="SHUT", active=False)
    DepartmentFactory(code="LONE", name_en="Lonely office")
    ask(kind, question("wires", "yes_no"))
    assert text in said(kind, *stages)


def test_days_can_be_accepted_and_all_else_is_refused(kind: RequestType) -> None:
    """Too many days are a warning; a plan with one is published, one that nobody could finish is not."""
    assert kind.work_plan
    long = draft_of(kind.work_plan, stage("a", step("x", days=30)))
    assert [one.is_warning for one in checks.problems(Plan.from_json(long.content), kind.work_plan)] == [True]
    assert versions.publish(long).is_current
    without_clerk = draft_of(kind.work_plan, stage("a", step("x", doer="clerk")))
    with pytest.raises(Exception, match="Nobody is a clerk"):
        versions.publish(without_clerk)


def test_the_head_who_has_left_is_missed(kind: RequestType, head: User) -> None:
    """The department's own head approves; without one nobody does."""
    stages = (stage("a", step("x")), stage("b", step("yes", **APPROVE)))
    assert said(kind, *stages) == []
    User.objects.filter(pk=head.pk).update(is_active=False)
    assert said(kind, *stages) == [f"“Step yes”: {kind.department.name} has no head: nobody can do it."]


@pytest.mark.parametrize("approve", [APPROVE, RESULT])
@pytest.mark.parametrize("beside", [False, True])
def test_what_the_only_head_has_done_an_executive_approves(
    kind: RequestType, executive: User, approve: dict[str, Any], beside: bool
) -> None:
    """A step in the middle, one beside the work, a result; where the kind is confidential, nobody could."""
    work, yes = step("x", doer="head"), step("yes", **approve)
    stages = [stage("a", work, yes)] if beside else [stage("a", work), stage("b", yes)]
    text = "“Step yes”: The only person who could approve has done the work."
    assert text not in said(kind, *stages)
    RequestType.objects.filter(pk=kind.pk).update(restricted=True)
    kind.work_plan = WorkPlan.objects.get(code="tree")
    assert text in said(kind, *stages)


def test_who_has_approved_a_step_has_not_done_its_work(kind: RequestType) -> None:
    """Neither has who has only sent a letter by it: the same head approves the result."""
    letter = step("letter", kind="inform", doer="head", shown="letter", **TOLD)
    stages = [stage("a", step("x")), stage("b", step("agree", **APPROVE)), stage("c", letter)]
    assert said(kind, *stages, stage("d", step("write"), step("yes", **RESULT))) == []


def test_two_heads_may_approve_each_others_work(kind: RequestType) -> None:
    HeadFactory(department=kind.department)
    assert said(kind, stage("a", step("x", doer="head")), stage("b", step("yes", **APPROVE))) == []


@pytest.mark.parametrize(
    "doer", [{"doer": "clerk"}, {"doer": "executive"}, {"doer": "department", "department": "FAR"}]
)
def test_a_confidential_case_is_opened_by_its_own_people_alone(
    kind: RequestType, clerk: User, executive: User, doer: dict[str, str]
) -> None:
    HeadFactory(department__code="FAR")
    RequestType.objects.filter(pk=kind.pk).update(restricted=True)
    text = "“Step x”: “Tree trimming” is confidential: the officer in charge or its own head does it."
    assert said(kind, stage("a", step("x", **doer))) == [text]


def test_a_question_counts_where_every_kind_with_the_plan_asks_it(kind: RequestType) -> None:
    ask(kind, question("wires", "yes_no"))
    stages = [stage("a", step("x", when={"question": "wires", "answer": "yes"}))]
    assert said(kind, *stages) == []
    RequestTypeFactory(department=kind.department, target_working_days=20, work_plan=kind.work_plan)
    kind.work_plan = WorkPlan.objects.get(code="tree")
    assert len(said(kind, *stages)) == 1


def test_judging_costs_few_statements(kind: RequestType, django_assert_max_num_queries: Any) -> None:
    ask(kind, question("wires", "yes_no"))
    stages = [
        stage("a", step("x", doer="clerk"), step("y", doer="executive")),
        stage("b", step("z", **APPROVE)),
    ]
    plan = WorkPlan.objects.get(code="tree")
    with django_assert_max_num_queries(8):
        checks.problems(Plan.from_json({"stages": stages}), plan)


def test_the_unfinishable_are_found_at_the_price_of_one(
    kind: RequestType, django_assert_max_num_queries: Any
) -> None:
    for number in range(4):
        plan = WorkPlan.objects.create(code=f"p{number}", name_th="x", name_en="x")
        RequestTypeFactory(work_plan=plan, department=kind.department)
        versions.publish(draft_of(plan, stage("a", step("x")), stage("b", step("yes", **APPROVE))))
    assert checks.unfinishable() == {}
    Membership.objects.update(role=Membership.Role.OFFICER)
    with django_assert_max_num_queries(9):
        assert len(checks.unfinishable()) == 4
