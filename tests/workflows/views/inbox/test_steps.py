"""Steps of work plans in the inbox: whose they are, there they stand."""

from typing import Any

import pytest

from cases.actions import subtasks
from cases.models import Case, Department, Membership, RequestType, User
from tests.cases.actions.test_stages import filed, published, row, stage, step
from tests.factories import HeadFactory, OfficerFactory, RequestTypeFactory
from tests.workflows.views.conftest import Desk, Seat, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def there(stranger: User) -> Department:
    return Membership.objects.get(user=stranger).department


@pytest.fixture
def tree(department: Department, there: Department, head: User, officer: User, executive: User) -> Case:
    """After the officer's step, and another department's, three people say yes in order."""
    request_type: RequestType = RequestTypeFactory(code="tree", department=department, target_working_days=30)
    elsewhere = {"kind": "approve", "doer": "head", "department": there.code}
    published(
        request_type,
        stage("a", step("look"), step("line", doer="department", department=there.code)),
        stage("b", step("first", kind="approve", doer="head")),
        stage("c", step("second", **elsewhere)),
        stage("d", step("third", kind="approve", doer="executive")),
    )
    return filed(request_type, head, officer)


def listed(seat: Desk, view: str) -> bool:
    return bool(seat.page("inbox", view=view).context["page"].rows)


def tabs(seat: Desk) -> set[str]:
    return {view.name for view, _count in seat.page("inbox").context["page"].views}


def test_each_step_stands_with_those_whose_it_is(
    desk: Seat,
    tree: Case,
    there: Department,
    head: User,
    officer: User,
    stranger: User,
    executive: User,
    clerk: User,
) -> None:
    assert listed(desk(officer), "mine")
    assert listed(desk(stranger), "subtasks")
    assert not listed(desk(head), "subtasks")
    assert not listed(desk(head), "approve")
    subtasks.finish_subtask(row(tree, "look"), by=officer)
    helper = OfficerFactory(username="helper", department=there)
    subtasks.assign_subtask(row(tree, "line"), to=helper, by=stranger)
    assert listed(desk(helper), "mine")
    subtasks.finish_subtask(row(tree, "line"), by=helper)
    assert not listed(desk(helper), "mine")
    deciding = {"first": head, "second": stranger, "third": executive}
    for key, person in deciding.items():
        for other in deciding.values():
            assert listed(desk(other), "approve") == (other == person), (key, other.username)
        subtasks.finish_subtask(row(tree, key), by=person)
    assert "approve" in tabs(desk(executive))
    assert "approve" not in tabs(desk(clerk))


def test_a_named_head_reads_the_case_until_it_is_decided(
    desk: Seat, tree: Case, officer: User, head: User
) -> None:
    """And who heads another department never."""
    other = HeadFactory(username="other", department__code="EDU")
    stranger = User.objects.get(username="stranger")
    subtasks.finish_subtask(row(tree, "look"), by=officer)
    subtasks.assign_subtask(row(tree, "line"), to=stranger, by=stranger)
    subtasks.refuse_subtask(row(tree, "line"), by=stranger, reason="No time.")
    assert desk(stranger).page("case", tree.number).status_code == 404
    subtasks.skip_step(row(tree, "line"), by=head, reason="We do it.")
    subtasks.finish_subtask(row(tree, "first"), by=head)
    assert "Stage 3 of 4" in text(desk(stranger).page("case", tree.number))
    assert desk(other).page("case", tree.number).status_code == 404
    subtasks.finish_subtask(row(tree, "second"), by=stranger)
    assert desk(stranger).page("case", tree.number).status_code == 404


def test_a_row_says_when_its_step_is_due(desk: Seat, tree: Case, officer: User) -> None:
    assert "Step due" in text(desk(officer).page("inbox", view="mine"))


@pytest.mark.parametrize("view", ["mine", "subtasks", "approve"])
def test_my_work_of_many_steps_costs_what_one_costs(
    desk: Seat,
    tree: Case,
    stranger: User,
    head: User,
    officer: User,
    view: str,
    django_assert_max_num_queries: Any,
) -> None:
    cases = [tree, *(filed(tree.request_type, head, officer) for _ in range(2))]
    if view == "approve":
        for case in cases:
            subtasks.finish_subtask(row(case, "look"), by=officer)
            subtasks.assign_subtask(row(case, "line"), to=stranger, by=stranger)
            subtasks.finish_subtask(row(case, "line"), by=stranger)
    seat = desk({"mine": officer, "subtasks": stranger, "approve": head}[view])
    # What the whole city shares is known from now on.
    seat.page("inbox")
    with django_assert_max_num_queries(9):
        assert len(seat.page("inbox", view=view).context["page"].rows) == len(cases)
