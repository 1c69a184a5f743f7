"""What becomes of the steps of a plan where something happens to the case: flow and case agree always."""

import datetime

import pytest
from django.utils import timezone

from cases import actions
from cases.actions import duplicates, lifecycle, subtasks, transfers
from cases.errors import Refused
from cases.models import Case, Department, Membership, RequestType, Subtask, User
from tests.cases.actions.test_stages import filed, now, published, row, stage, step
from tests.factories import (
    CaseFactory,
    DepartmentFactory,
    ExternalAgencyFactory,
    HeadFactory,
    RequestTypeFactory,
)
from workflows.consistency import disagreements
from workflows.jobs import case_jobs
from workflows.jobs.department_jobs import remind_of_subtasks

pytestmark = pytest.mark.django_db
TOLD = {"told_th": "เลือกวัน", "told_en": "Choose a day."}


@pytest.fixture
def request_type(department: Department) -> RequestType:
    return RequestTypeFactory(code="tree", department=department, target_working_days=30)


@pytest.fixture
def there(stranger: User) -> Department:
    return Membership.objects.get(user=stranger).department


@pytest.fixture
def tree(request_type: RequestType, there: Department, head: User, officer: User) -> Case:
    """At its first stage an officer's step, a head's and another department's are open."""
    published(
        request_type,
        stage(
            "a",
            step("look"),
            step("judge", doer="head"),
            step("line", doer="department", department=there.code),
            step("more", optional=True),
        ),
        stage("b", step("day", kind="ask", doer="citizen", **TOLD)),
    )
    return filed(request_type, head, officer)


def states(case: Case) -> dict[str, str]:
    return {one.step: one.state for one in Subtask.objects.filter(case=case).order_by("turn")}


def late(days: int = 40) -> datetime.datetime:
    return timezone.now() + datetime.timedelta(days=days)


def test_who_leaves_leaves_no_step_behind(tree: Case, officer: User, colleague: User, head: User) -> None:
    """The steps of the officer in charge go with the case, which goes back to the head."""
    officer.memberships.get().delete()
    assert (states(tree)["look"], row(tree, "look").officer, now(tree).officer) == ("asked", None, None)
    assert not list(disagreements())
    actions.assign(now(tree), to=colleague, by=head)
    assert (states(tree)["look"], row(tree, "look").officer) == ("in_work", colleague)
    assert not list(disagreements())


def test_the_job_takes_steps_with_their_case(tree: Case, officer: User) -> None:
    """What is still in the name of somebody who left is taken once, by the case."""
    Membership.objects.filter(user=officer)._raw_delete("default")
    assert case_jobs.return_left() == 1
    assert (states(tree)["look"], now(tree).officer) == ("asked", None)
    assert not list(disagreements())


def test_late_steps_are_told_once_and_questions_to_the_citizen_never(tree: Case, officer: User) -> None:
    assert remind_of_subtasks(now=late()) == 1
    assert tree.events.filter(kind="subtask_late").count() == 3
    assert remind_of_subtasks(now=late()) == 0
    for key, person in (("look", officer), ("judge", _head(tree)), ("line", _helper(tree))):
        subtasks.finish_subtask(row(tree, key), by=person)
    assert now(tree).status == "waiting"
    assert remind_of_subtasks(now=late(80)) == 0
    assert not list(disagreements())


def test_a_transfer_takes_the_steps_of_officer_and_head_along(
    tree: Case, head: User, department: Department
) -> None:
    """They are the new department's; the old one has no part in the case any more."""
    other = DepartmentFactory(code="NEW")
    new_head = HeadFactory(username="new_head", department=other)
    actions.transfer(now(tree), to=other, by=head, reason="Yours.")
    assert {row(tree, key).department for key in ("look", "judge")} == {other}
    assert not list(disagreements())
    transfers.accept(now(tree), by=new_head)
    assert Case.objects.visible_to(new_head).filter(pk=tree.pk).exists()
    assert not Case.objects.visible_to(User.objects.get(pk=head.pk)).filter(pk=tree.pk).exists()
    assert not list(disagreements())


def test_a_joined_case_stands_still_and_goes_on_where_it_stood(
    tree: Case, request_type: RequestType, head: User, officer: User, stranger: User
) -> None:
    """Its own steps end and are opened once more; what was refused waits until then."""
    subtasks.refuse_subtask(row(tree, "line"), by=stranger, reason="No time.")
    main = CaseFactory(request_type=request_type)
    duplicates.mark_duplicate(now(tree), of=main, by=head)
    assert states(tree) == {"look": "cancelled", "judge": "cancelled", "line": "refused"}
    for verb in (subtasks.repeat_step, lambda one, by: subtasks.skip_step(one, by=by, reason="x")):
        with pytest.raises(Refused):
            verb(row(tree, "line"), by=head)
    with pytest.raises(Refused):
        subtasks.add_step(now(tree), key="more", by=officer)
    assert not list(disagreements())
    duplicates.unmark_duplicate(now(tree), by=head)
    assert states(tree) == {"look": "in_work", "judge": "asked", "line": "refused"}
    subtasks.repeat_step(row(tree, "line"), by=head)
    assert not list(disagreements())


@pytest.mark.parametrize("end", ["withdraw", "reject"])
def test_a_case_that_ends_ends_its_steps(tree: Case, head: User, stranger: User, end: str) -> None:
    """Nobody goes on with what was refused before either."""
    subtasks.refuse_subtask(row(tree, "line"), by=stranger, reason="No time.")
    if end == "withdraw":
        actions.withdraw(now(tree))
    else:
        actions.reject(now(tree), by=head, reason="Not ours.", agency=ExternalAgencyFactory())
    assert not Subtask.objects.open().filter(case=tree).exists()
    with pytest.raises(Refused):
        subtasks.skip_step(row(tree, "line"), by=head, reason="x")
    with pytest.raises(Refused):
        subtasks.repeat_step(row(tree, "line"), by=head)
    assert not list(disagreements())


def test_an_optional_step_keeps_its_stage_open(tree: Case, officer: User, head: User, stranger: User) -> None:
    subtasks.add_step(now(tree), key="more", by=officer)
    for key, person in (("look", officer), ("judge", head), ("line", _helper(tree))):
        subtasks.finish_subtask(row(tree, key), by=person)
    assert (now(tree).stage, now(tree).status) == (1, "in_progress")
    assert not list(disagreements())
    subtasks.skip_step(row(tree, "more"), by=officer, reason="Not needed.")
    assert (now(tree).stage, now(tree).status) == (2, "waiting")
    assert not list(disagreements())


def test_a_question_that_comes_up_while_nobody_is_in_charge_is_asked_later(
    tree: Case, officer: User, colleague: User, head: User
) -> None:
    """A citizen is asked in somebody's name: when the next officer begins."""
    subtasks.finish_subtask(row(tree, "look"), by=officer)
    subtasks.finish_subtask(row(tree, "judge"), by=head)
    helper = _helper(tree)
    lifecycle.hand_back(now(tree), by=officer, reason="Ill.")
    subtasks.finish_subtask(row(tree, "line"), by=helper)
    assert (now(tree).stage, now(tree).status, states(tree)["day"]) == (2, "assigned", "asked")
    assert not list(disagreements())
    actions.assign(now(tree), to=colleague, by=head)
    actions.start(now(tree), by=colleague)
    assert (now(tree).status, now(tree).question) == ("waiting", "เลือกวัน")
    actions.answer(now(tree), text="Monday.")
    assert (now(tree).stage, states(tree)["day"]) == (3, "done")
    assert not list(disagreements())


def _head(case: Case) -> User:
    return User.objects.get(memberships__department=case.department, memberships__role="head")


def _helper(case: Case) -> User:
    """The head of the other department, who has taken its step on."""
    subtask = row(case, "line")
    person = User.objects.get(memberships__department=subtask.department, memberships__role="head")
    subtasks.assign_subtask(subtask, to=person, by=person)
    return person
