"""Moving running cases to another version of their plan: who can, why others cannot, and the way back."""

from decimal import Decimal
from typing import Any

import pytest

from cases.actions import findings, lifecycle, plan_moves, subtasks
from cases.errors import Refused
from cases.models import Case, PlanVersion, RequestType, User
from cases.work_plans import versions
from tests.cases.actions.test_stages import filed, now, published, row, stage, step
from tests.factories import CaseFactory, RequestTypeFactory
from workflows.consistency import disagreements

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_type(department: Any) -> RequestType:
    return RequestTypeFactory(code="tree", department=department, target_working_days=20)


@pytest.fixture
def case(request_type: RequestType, head: User, officer: User) -> Case:
    """At the second of two stages: looked at, to be cut."""
    published(request_type, stage("a", step("look")), stage("b", step("cut")))
    case = filed(request_type, head, officer)
    subtasks.finish_subtask(row(case, "look"), by=officer)
    return now(case)


def another(case: Case, *stages: dict[str, Any]) -> PlanVersion:
    assert case.plan_version
    draft = versions.draft(case.plan_version.plan)
    draft.content = {"stages": list(stages)}
    draft.save()
    return versions.publish(draft)


def test_a_running_case_stays_with_its_version(case: Case) -> None:
    """Until somebody moves it."""
    another(case, stage("x", step("other")))
    assert now(case).plan_version_id == case.plan_version_id
    assert not list(disagreements())


def test_a_case_moves_with_its_open_steps(case: Case, head: User) -> None:
    """What the new version wants beside the open step is opened; the event names both versions."""
    to = another(case, stage("a", step("look")), stage("b", step("cut"), step("sweep")))
    assert plan_moves.obstacle(case, to) == ""
    plan_moves.move(case, to=to, by=head)
    assert (now(case).plan_version, now(case).stage) == (to, 2)
    assert (row(case, "cut").state, row(case, "sweep").state) == ("in_work", "in_work")
    assert not list(disagreements())


@pytest.mark.parametrize(
    ("stages", "reason"),
    [
        ([stage("a", step("look")), stage("b", step("burn"))], "cut"),
        ([stage("a", step("look")), stage("b", step("cut", doer="head"))], "cut"),
        ([stage("a", step("look"), step("measure")), stage("b", step("cut"))], "measure"),
    ],
)
def test_why_a_case_cannot_move(case: Case, head: User, stages: list[Any], reason: str) -> None:
    """Its open step is gone or another one, or an earlier step was never done: the reason names the step."""
    to = another(case, *stages)
    assert reason in plan_moves.obstacle(case, to)
    with pytest.raises(Refused):
        plan_moves.move(case, to=to, by=head)
    assert now(case).plan_version_id == case.plan_version_id


@pytest.mark.parametrize(
    ("asked_now", "reason"),
    [
        ({}, ""),
        ({"text_en": "Depth in cm"}, ""),
        ({"kind": "yes_no"}, "ลึก"),
        ({"maximum": 5}, "ลึก"),
        (None, ""),
    ],
)
def test_what_is_filled_in_stays_an_answer(
    request_type: RequestType, head: User, officer: User, asked_now: dict[str, Any] | None, reason: str
) -> None:
    """Other words do no harm, and a line that is gone is not asked; another kind of answer keeps the case."""
    depth = {
        "key": "depth",
        "kind": "number",
        "text_th": "ลึก",
        "text_en": "Depth",
        "minimum": 0,
        "maximum": 99,
    }
    published(request_type, stage("a", step("look", findings=[depth])))
    case = filed(request_type, head, officer)
    findings.keep(row(case, "look"), {"depth": Decimal(12)}, by=officer)
    lines = [] if asked_now is None else [{**depth, **asked_now}]
    if asked_now and "kind" in asked_now:
        lines = [{name: value for name, value in lines[0].items() if not name.endswith("imum")}]
    found = plan_moves.obstacle(now(case), another(case, stage("a", step("look", findings=lines))))
    assert (reason in found) if reason else found == ""


def test_the_way_back_is_open_until_something_is_done(case: Case, head: User, officer: User) -> None:
    """What the move has opened is ended again; after a new step there is no way back."""
    before = case.plan_version
    to = another(case, stage("a", step("look")), stage("b", step("cut"), step("sweep")))
    plan_moves.move(case, to=to, by=head)
    plan_moves.move_back(case, by=head)
    assert (now(case).plan_version, now(case).stage) == (before, 2)
    assert (row(case, "cut").state, row(case, "sweep").state) == ("in_work", "cancelled")
    assert not list(disagreements())
    with pytest.raises(Refused):
        plan_moves.move_back(case, by=head)
    plan_moves.move(now(case), to=to, by=head)
    subtasks.finish_subtask(row(case, "cut"), by=officer)
    with pytest.raises(Refused):
        plan_moves.move_back(case, by=head)


def test_there_is_no_way_back_once_the_work_has_begun(
    request_type: RequestType, head: User, officer: User
) -> None:
    """A case that was moved before its first stage stands at none of the version before."""
    before = published(request_type, stage("a", step("look")))
    case = CaseFactory(request_type=request_type, head=head, officer=officer, assigned=True)
    to = another(case, stage("a", step("measure")))
    plan_moves.move(case, to=to, by=head)
    plan_moves.move_back(case, by=head)
    assert now(case).plan_version == before
    plan_moves.move(case, to=to, by=head)
    lifecycle.start(now(case), by=officer)
    with pytest.raises(Refused):
        plan_moves.move_back(case, by=head)
    assert (now(case).stage, row(case, "measure").state) == (1, "in_work")
    assert not list(disagreements())
