"""Trying a plan, the list of plans, and the warning of what nobody can finish."""

from typing import Any

import pytest

from cases.models import PlanVersion, RequestType, SetupChange, User, WorkPlan
from cases.work_plans import versions
from tests.cases.questions import ask, question
from tests.cases.work_plans.plans import draft_of, finding, stage, step
from tests.factories import HeadFactory, RequestTypeFactory
from tests.workflows.views.conftest import Seat, address, text

pytestmark = pytest.mark.django_db


def test_trying_a_plan_stores_nothing_and_says_why_a_step_is_skipped(
    desk: Seat, administrator: User, plan: WorkPlan, kind: RequestType
) -> None:
    ask(kind, question("wires", "yes_no"))
    near = finding("near", "yes_no", "ใกล้", "Near the line?")
    draft_of(
        plan,
        stage("Look", step("look", findings=[near], when={"question": "wires", "answer": "yes"})),
        stage("Cut", step("line", when={"question": "near", "answer": "yes"}), step("cut", days=3)),
    )
    seat, page = desk(administrator), address("setup_plan_try", "tree", 1)
    both = {"q_wires": "yes", "q_near": "yes"}

    def due(**typed: str) -> list[list[bool]]:
        walked = seat.post(page, typed).context["walked"]
        return [[one.due is not None for one in found.steps] for found in walked]

    before = [*PlanVersion.objects.values()]
    assert due(**both) == [[True], [True, True]]
    # What is found at a step that was skipped is not known.
    assert due(**{**both, "q_wires": "no"}) == [[False], [False, True]]
    assert "“Near the line?” is answered with “Yes”." in text(seat.post(page, {"q_wires": "yes"}))
    assert [*PlanVersion.objects.values()] == before
    assert not SetupChange.objects.exists()


def test_the_list_costs_the_same_however_many_plans_there_are(
    desk: Seat, administrator: User, draft: PlanVersion, django_assert_max_num_queries: Any
) -> None:
    for number in range(5):
        more = WorkPlan.objects.create(code=f"p{number}", name_th="x", name_en="x")
        RequestTypeFactory(work_plan=more)
        draft_of(more, stage("Look", step("look")))
    seat = desk(administrator)
    seat.page("setup_plans")
    with django_assert_max_num_queries(15):
        seat.page("setup_plans")


def test_the_first_page_of_the_set_up_warns_of_what_nobody_can_finish(
    desk: Seat, administrator: User, plan: WorkPlan, head: User
) -> None:
    """The head has left since the plan was published."""
    other = HeadFactory(department__code="FAR", department__name_en="Far office")
    versions.publish(draft_of(plan, stage("Look", step("look", doer="department", department="FAR"))))
    seat = desk(administrator)
    assert "Nobody can finish the plan" not in text(seat.page("setup"))
    User.objects.filter(pk=other.pk).update(is_active=False)
    assert "Nobody can finish the plan “Tree”. “Step look”: Far office has no head" in text(
        seat.page("setup")
    )
