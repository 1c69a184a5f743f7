"""Approvals of a result that a work plan asks for: in order, by others than who did the work, back to a step,
and what ends them."""

import datetime
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.utils import timezone
from django.utils.translation import override

from cases.access import absences, delegations
from cases.actions import (
    approval,
    duplicates,
    lifecycle,
    plan_moves,
    proposal_state,
    reopening,
    stages,
    subtasks,
)
from cases.errors import Refused
from cases.models import Case, CaseEvent, Department, RequestType, Status, Subtask, User
from cases.work_plans import versions
from notifications.models import Notice
from tests.cases.actions.test_stages import filed, now, published, row, stage, step
from tests.factories import CaseFactory, HeadFactory, RequestTypeFactory, ResultCodeFactory
from workflows.consistency import disagreements
from workflows.rights.decided_steps import decided_by

pytestmark = pytest.mark.django_db
Kind = CaseEvent.Kind


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with override("en"):
        yield


def yes(key: str, doer: str, **more: Any) -> dict[str, Any]:
    return step(key, kind="approve", doer=doer, of_result=True, **more)


@pytest.fixture
def request_type(department: Department) -> RequestType:
    return RequestTypeFactory(code="permit", department=department, target_working_days=20)


def worked(request_type: RequestType, head: User, officer: User, *approvals: dict[str, Any]) -> Case:
    """A case whose steps are done, whose plan asks for these approvals of the result."""
    published(request_type, stage("look", step("look")), stage("decide", step("write"), *approvals))
    case = filed(request_type, head, officer)
    for key in ("look", "write"):
        subtasks.finish_subtask(row(case, key), by=officer)
    return now(case)


def propose(case: Case, by: User) -> Case:
    approval.propose(case, by=by, result=ResultCodeFactory(), details="ออกใบอนุญาตแล้ว")
    return now(case)


def waits_for(case: Case) -> tuple[str, str]:
    found = proposal_state.open_approval(now(case))
    return (found.step, found.doer) if found else ("", "")


def told(letter: str) -> list[str]:
    return sorted(Notice.objects.filter(kind=letter).values_list("audience", flat=True))


def test_three_say_yes_in_order_before_the_citizen_hears(
    request_type: RequestType, head: User, officer: User, executive: User, clerk: User
) -> None:
    case = worked(request_type, head, officer, yes("h", "head"), yes("c", "clerk"), yes("e", "executive"))
    assert (case.stage, Subtask.objects.filter(step__in="hce").count()) == (2, 0)
    with pytest.raises(Refused):
        lifecycle.resolve(case, by=officer, result=ResultCodeFactory(), details="-")
    with pytest.raises(Refused):
        lifecycle.resolve(case, by=head, result=ResultCodeFactory(), details="-")
    case = propose(case, officer)
    for person, waiting in ((head, ("h", "head")), (clerk, ("c", "clerk")), (executive, ("e", "executive"))):
        assert (waits_for(case), now(case).status, told("result")) == (waiting, Status.IN_PROGRESS, [])
        assert not list(disagreements())
        approval.approve(now(case), by=person)
    assert (now(case).status, now(case).stage, told("result")) == (Status.RESOLVED, 2, ["citizen"])
    assert told("result_to_approve") == ["clerk", "executive", "subtask_head"]
    kinds = list(case.events.filter(kind__startswith="propos").order_by("pk").values_list("kind", "by"))
    assert kinds == [
        (Kind.PROPOSED, officer.pk),
        *((Kind.PROPOSAL_APPROVED, one.pk) for one in (head, clerk, executive)),
    ]
    assert not list(disagreements())


def test_the_words_are_the_last_approvers(
    request_type: RequestType, head: User, officer: User, executive: User
) -> None:
    case = propose(worked(request_type, head, officer, yes("h", "head"), yes("e", "executive")), officer)
    approval.approve(case, by=head)
    case = approval.approve(now(case), by=executive, details="ใบอนุญาตเลขที่ 12/2569")
    assert case.result_details == "ใบอนุญาตเลขที่ 12/2569"
    assert case.proposals.get().details == "ออกใบอนุญาตแล้ว"


class TestBack:
    def test_to_the_officer_who_proposes_again(
        self, request_type: RequestType, head: User, officer: User, executive: User
    ) -> None:
        case = propose(worked(request_type, head, officer, yes("h", "head"), yes("e", "executive")), officer)
        approval.approve(case, by=head)
        approval.return_result(now(case), by=executive, reason="ขอเลขที่ใบอนุญาต")
        assert (row(case, "h").state, row(case, "e").state, waits_for(case)) == ("done", "returned", ("", ""))
        assert (now(case).stage, told("result_returned")) == (2, ["officer"])
        assert not list(disagreements())
        # All have to say yes to the new one.
        case = propose(now(case), officer)
        assert (waits_for(case), row(case, "h").turn) == (("h", "head"), 2)
        assert not list(disagreements())

    def test_to_a_step_which_is_done_once_more(
        self, request_type: RequestType, head: User, officer: User
    ) -> None:
        case = propose(worked(request_type, head, officer, yes("h", "head")), officer)
        assert [one.key for one in stages.returnable(case)] == ["look", "write"]
        with pytest.raises(Refused):
            approval.return_result(case, by=head, reason="-", to="h")
        approval.return_result(now(case), by=head, reason="ขอภาพถ่าย", to="look")
        assert (now(case).stage, row(case, "look").turn, now(case).proposals.get().state) == (
            1,
            2,
            "returned",
        )
        assert not list(disagreements())
        with pytest.raises(Refused, match="look"):
            propose(now(case), officer)
        for key in ("look", "write"):
            subtasks.finish_subtask(row(case, key), by=officer)
        approval.approve(propose(now(case), officer), by=head)
        assert now(case).status == Status.RESOLVED
        assert not list(disagreements())


class TestOwnWork:
    def test_is_not_what_went_out_by_itself(
        self, request_type: RequestType, head: User, officer: User
    ) -> None:
        """The head's yes to a step sends the letter of the next: no reason against the yes to the result."""
        said = {"kind": "inform", "shown": "letter", "told_th": "ขอแจ้ง", "told_en": "Told"}
        published(
            request_type,
            stage("look", step("look")),
            stage("decide", step("agree", kind="approve", doer="head")),
            stage("tell", step("tell", **said), yes("h", "head")),
        )
        case = filed(request_type, head, officer)
        subtasks.finish_subtask(row(case, "look"), by=officer)
        subtasks.finish_subtask(row(case, "agree"), by=head)
        assert row(case, "tell").ended_by == head
        case = propose(now(case), officer)
        assert row(case, "h") in decided_by(User.objects.get(pk=head.pk))
        assert approval.approve(now(case), by=head).status == Status.RESOLVED

    def test_is_nobodys_to_approve(
        self, request_type: RequestType, head: User, officer: User, executive: User
    ) -> None:
        """The head has done a step: another head, or else an executive, says yes."""
        published(
            request_type,
            stage("look", step("look", doer="head")),
            stage("decide", step("w"), yes("h", "head")),
        )
        case = filed(request_type, head, officer)
        subtasks.finish_subtask(row(case, "look"), by=head)
        subtasks.finish_subtask(row(case, "w"), by=officer)
        case = propose(now(case), officer)
        assert waits_for(case) == ("h", "executive")
        with pytest.raises(Refused, match="Somebody else"):
            approval.approve(case, by=head)
        approval.take_back(now(case), by=officer)
        second = HeadFactory(username="second_head", department=request_type.department)
        case = propose(now(case), officer)
        assert waits_for(case) == ("h", "head")
        for person, sees in ((head, False), (second, True), (executive, False)):
            user = User.objects.get(pk=person.pk)
            assert decided_by(user).filter(case=case).exists() == sees
        with pytest.raises(Refused, match="Somebody else"):
            approval.return_result(now(case), by=head, reason="-")
        approval.approve(now(case), by=second)
        assert not list(disagreements())

    def test_of_the_head_in_charge_goes_to_the_next_approver(
        self, request_type: RequestType, head: User, executive: User
    ) -> None:
        case = worked(request_type, head, head, yes("h", "head"), yes("e", "executive"))
        case = propose(case, head)
        assert (row(case, "h").state, waits_for(case)) == ("skipped", ("e", "executive"))
        assert not list(disagreements())
        approval.approve(case, by=executive)
        assert now(case).status == Status.RESOLVED

    def test_that_nobody_else_could_approve_is_not_proposed(
        self, request_type: RequestType, head: User
    ) -> None:
        case = worked(request_type, head, head, yes("h", "head"))
        with pytest.raises(Refused, match="Nobody could approve"):
            propose(case, head)
        assert not case.proposals.exists()

    def test_is_not_approved_by_who_stands_in_or_decides_for_its_officer(
        self, request_type: RequestType, head: User, officer: User, colleague: User
    ) -> None:
        case = propose(worked(request_type, head, officer, yes("h", "head")), officer)
        today = timezone.localdate()
        second = HeadFactory(username="second_head", department=request_type.department)
        absences.enter(officer, substitute=second, since=today, until=today, by=head)
        with pytest.raises(Refused, match="Somebody else"):
            approval.approve(case, by=User.objects.get(pk=second.pk))
        delegations.enter(head, deputy=colleague, since=today, until=today, order_number="1", by=head)
        deputy = User.objects.get(pk=colleague.pk)
        assert decided_by(deputy).filter(case=case).exists()
        approval.approve(now(case), by=deputy)
        assert now(case).status == Status.RESOLVED

    def test_one_person_gives_one_approval(
        self, request_type: RequestType, head: User, officer: User, executive: User
    ) -> None:
        """Of two approvals of one office, whoever gave the first does not give the second."""
        case = propose(worked(request_type, head, officer, yes("h", "head"), yes("g", "head")), officer)
        second = HeadFactory(username="second_head", department=request_type.department)
        approval.approve(case, by=head)
        assert waits_for(case) == ("g", "head")
        with pytest.raises(Refused, match="Somebody else"):
            approval.approve(now(case), by=head)
        assert not decided_by(User.objects.get(pk=head.pk)).filter(case=case).exists()
        approval.approve(now(case), by=second)
        assert now(case).status == Status.RESOLVED


def other_case(case: Case) -> Case:
    return CaseFactory(request_type=case.request_type)


ENDS: dict[str, Any] = {
    "taken back": lambda case, head, officer: approval.take_back(case, by=officer),
    "withdrawn": lambda case, head, officer: lifecycle.withdraw(case),
    "rejected": lambda case, head, officer: lifecycle.reject(case, by=head, reason="-", agency=None),
    "assigned": lambda case, head, officer: lifecycle.assign(case, to=head, by=head),
    "joined": lambda case, head, officer: duplicates.mark_duplicate(case, of=other_case(case), by=head),
}


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("planned", [True, False])
def test_what_makes_the_proposal_void_ends_its_approval(
    request_type: RequestType, head: User, officer: User, end: str, planned: bool
) -> None:
    if planned:
        case = worked(request_type, head, officer, yes("h", "head"))
    else:
        RequestType.objects.update(needs_approval=True)
        case = filed(RequestType.objects.get(pk=request_type.pk), head, officer)
    case = propose(case, officer)
    ENDS[end](case, head, officer)
    assert case.proposals.get().state == "void"
    assert case.subtasks.get(proposal__isnull=False).state == "cancelled"
    assert not list(disagreements())


def test_the_verbs_of_other_steps_do_not_touch_it(
    request_type: RequestType, head: User, officer: User
) -> None:
    case = propose(worked(request_type, head, officer, yes("h", "head")), officer)
    waiting = row(case, "h")
    tried: list[Callable[[], Any]] = [
        lambda: subtasks.finish_subtask(waiting, by=head),
        lambda: subtasks.return_step(waiting, to="look", reason="-", by=head),
        lambda: subtasks.skip_step(waiting, reason="-", by=head),
        lambda: subtasks.cancel_subtask(waiting, reason="-", by=head),
    ]
    for verb in tried:
        with pytest.raises(Refused):
            verb()
    assert row(case, "h").state == "asked"


def test_a_case_moves_to_a_version_with_approvals_and_not_while_a_result_waits(
    request_type: RequestType, head: User, officer: User
) -> None:
    version = published(request_type, stage("look", step("look")), stage("decide", step("write")))
    case = filed(request_type, head, officer)
    for key in ("look", "write"):
        subtasks.finish_subtask(row(case, key), by=officer)
    draft = versions.draft(version.plan)
    draft.content["stages"][1]["steps"].append(yes("h", "head"))
    draft.save()
    versions.publish(draft)
    plan_moves.move(now(case), to=draft, by=head)
    assert now(case).stage == 2
    assert not list(disagreements())
    case = propose(now(case), officer)
    assert waits_for(case) == ("h", "head")
    assert plan_moves.obstacle(case, version) == "A proposed result waits for approval."


@pytest.mark.parametrize("decide", [[step("write")], []], ids=["beside a step", "alone"])
@pytest.mark.parametrize("reopens", ["look", "decide"])
def test_a_reopened_case_is_approved_anew(
    request_type: RequestType, head: User, officer: User, decide: list[dict[str, Any]], reopens: str
) -> None:
    look = stage("look", step("look"), reopens=reopens == "look")
    published(request_type, look, stage("decide", *decide, yes("h", "head"), reopens=reopens == "decide"))
    case = filed(request_type, head, officer)
    for turn in (1, 2):
        while steps := list(now(case).subtasks.open()):
            subtasks.finish_subtask(steps[0], by=officer)
        case = propose(now(case), officer)
        assert (waits_for(case), case.stage) == (("h", "head"), 2)
        assert not list(disagreements())
        approval.approve(case, by=head)
        assert (now(case).status, row(case, "h").turn) == (Status.RESOLVED, turn)
        assert not list(disagreements())
        if turn == 1:
            reopening.reopen(now(case), reason="ยังไม่เรียบร้อย")
            lifecycle.assign(now(case), to=officer, by=head)
            lifecycle.start(now(case), by=officer)


def test_it_is_late_after_its_own_days(request_type: RequestType, head: User, officer: User) -> None:
    case = propose(worked(request_type, head, officer, yes("h", "head", days=3)), officer)
    late = timezone.now() + datetime.timedelta(days=9)
    assert subtasks.remind_of_subtask(row(case, "h"), now=late)
    assert told("subtask_late") == ["subtask_head"]
