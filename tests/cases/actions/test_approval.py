"""The head's approval of a kind without a plan: what is proposed, who decides, what becomes of it."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from django_fsm import TransitionNotAllowed

from cases import actions
from cases.actions import approval, proposal_state
from cases.actions.proposal_state import open_proposal
from cases.errors import Refused
from cases.models import Case, CaseEvent, Proposal, RequestType, Status, Subtask, User
from notifications.models import Notice
from tests.factories import CaseFactory, DepartmentFactory, ResultCodeFactory
from tests.pictures import photo
from workflows import engine
from workflows.consistency import disagreements

pytestmark = pytest.mark.django_db
Kind, State = CaseEvent.Kind, Proposal.State
ADVANCING_EVENTS = {
    "assign": lambda case, head, colleague: actions.assign(case, to=colleague, by=head),
    "transfer": lambda case, head, _: actions.transfer(case, to=DepartmentFactory(), by=head, reason="-"),
    "reject": lambda case, head, _: actions.reject(case, by=head, reason="-", agency=None),
    "withdraw": lambda case, _, __: actions.withdraw(case),
}


@pytest.fixture
def working(case: Case, head: User, officer: User) -> Case:
    """Work in progress, of a kind whose results the head approves."""
    RequestType.objects.update(needs_approval=True)
    return CaseFactory(request_type=case.request_type, in_progress=True, head=head, officer=officer)


@pytest.fixture
def proposed(working: Case, officer: User) -> Case:
    """The same, with a result that waits for the head."""
    return propose(working, officer)


def propose(case: Case, by: User, **said) -> Case:
    return approval.propose(case, by=by, **{"result": ResultCodeFactory(), "details": "ออกใบอนุญาตแล้ว"} | said)


def waiting(case: Case) -> Subtask:
    """The approval that is asked for."""
    found = proposal_state.open_approval(case)
    assert found is not None
    return found


def kinds(case: Case) -> list[str]:
    return list(case.events.order_by("pk").values_list("kind", flat=True))


def told(case: Case, letter: str) -> list[str]:
    return list(Notice.objects.filter(case=case, kind=letter).values_list("audience", flat=True))


class TestAProposal:
    def test_waits_for_the_head_and_tells_no_citizen(self, proposed: Case):
        assert (proposed.status, kinds(proposed)[-1]) == (Status.IN_PROGRESS, Kind.PROPOSED)
        assert (told(proposed, "result_to_approve"), told(proposed, "result")) == (["subtask_head"], [])
        assert engine.open_task(proposed).flow_task.name == "work"
        assert engine.open_task(waiting(proposed)).flow_task.name == "decide"
        assert not list(disagreements())

    def test_is_one_at_a_time(self, proposed: Case, officer: User):
        with pytest.raises(Refused):
            propose(proposed, officer)

    def test_of_two_the_database_refuses_the_second(self, proposed: Case):
        second = open_proposal(proposed)
        second.pk = None  # type: ignore[union-attr]
        with pytest.raises(IntegrityError), transaction.atomic():
            second.save(force_insert=True)  # type: ignore[union-attr]

    def test_brings_its_photos(self, working: Case, officer: User):
        case = propose(working, officer, photos=[photo(), photo()])
        assert case.events.latest("pk").attachments.count() == 2

    def test_of_a_kind_that_needs_none_is_refused(self, working: Case, officer: User):
        RequestType.objects.update(needs_approval=False)
        with pytest.raises(Refused):
            propose(working, officer)

    def test_on_an_impossible_day_is_refused(self, working: Case, officer: User):
        with pytest.raises(Refused):
            propose(working, officer, on=timezone.localdate() + datetime.timedelta(days=1))

    def test_before_the_work_has_begun_is_refused(self, working: Case, officer: User):
        case = CaseFactory(request_type=working.request_type, assigned=True, officer=officer)
        with pytest.raises(TransitionNotAllowed):
            propose(case, officer)

    def test_holds_up_questions_results_and_giving_back(self, proposed: Case, head: User, officer: User):
        result = ResultCodeFactory()
        for verb, said in (
            (actions.ask, {"by": officer, "question": "-"}),
            (actions.hand_back, {"by": officer, "reason": "-"}),
            (actions.resolve, {"by": head, "result": result, "details": "-"}),
        ):
            with pytest.raises(Refused):
                verb(proposed, **said)

    def test_does_not_hold_up_notes_and_messages(self, proposed: Case, head: User):
        actions.note(proposed, by=head, text="โทรแล้ว")
        actions.send_message(proposed, text="เสร็จหรือยังคะ")
        assert open_proposal(Case.objects.get(pk=proposed.pk))


class TestApproving:
    def test_sends_the_result_as_the_officers(self, proposed: Case, head: User, officer: User):
        case = approval.approve(proposed, by=head)
        approved, resolved = case.events.order_by("pk")[4:]
        assert (case.status, case.result_details) == (Status.RESOLVED, "ออกใบอนุญาตแล้ว")
        assert [(approved.kind, approved.by), (resolved.kind, resolved.by)] == [
            (Kind.PROPOSAL_APPROVED, head),
            (Kind.RESOLVED, officer),
        ]
        assert told(case, "result") == ["citizen"]

    def test_finishes_the_heads_task_in_the_heads_name(self, proposed: Case, head: User):
        task = engine.open_task(waiting(proposed))
        approval.approve(proposed, by=head)
        task.refresh_from_db()
        assert (task.status, task.owner) == ("DONE", head)
        assert not list(disagreements())

    def test_can_change_the_words_and_keeps_the_officers(self, proposed: Case, head: User):
        case = approval.approve(proposed, by=head, details="ออกใบอนุญาตเลขที่ 12/2569 แล้ว")
        assert case.result_details == "ออกใบอนุญาตเลขที่ 12/2569 แล้ว"
        assert case.proposals.get().details == "ออกใบอนุญาตแล้ว"

    def test_gives_the_photos_to_the_result(self, working: Case, head: User, officer: User):
        case = approval.approve(propose(working, officer, photos=[photo()]), by=head)
        assert case.attachments.get().event.kind == Kind.RESOLVED  # type: ignore[union-attr]

    def test_happens_once(self, proposed: Case, head: User):
        approval.approve(proposed, by=head)
        with pytest.raises(Refused):
            approval.approve(proposed, by=head)

    def test_names_who_decided_and_when(self, proposed: Case, head: User):
        approval.approve(proposed, by=head)
        proposal = proposed.proposals.get()
        assert (proposal.state, proposal.decided_by, proposal.decided_at is None) == ("approved", head, False)


class TestReturning:
    def test_gives_it_back_to_the_officer_with_the_reason(self, proposed: Case, head: User):
        case = approval.return_result(proposed, by=head, reason="ขอภาพถ่าย")
        assert (case.status, case.proposals.get().words) == (Status.IN_PROGRESS, "ขอภาพถ่าย")
        assert (told(case, "result_returned"), told(case, "result")) == (["officer"], [])
        assert engine.open_task(case).flow_task.name == "work"
        assert not list(disagreements())

    def test_lets_the_officer_propose_again(self, proposed: Case, head: User, officer: User):
        case = approval.return_result(proposed, by=head, reason="ขอภาพถ่าย")
        case = approval.approve(propose(case, officer, details="พร้อมภาพถ่าย"), by=head)
        assert case.result_details == "พร้อมภาพถ่าย"
        assert list(case.proposals.values_list("state", flat=True)) == ["returned", "approved"]

    def test_is_told_to_no_citizen(self, proposed: Case, head: User):
        case = approval.return_result(proposed, by=head, reason="ขอภาพถ่าย")
        assert not set(kinds(case)[4:]) & set(CaseEvent.SHOWN)
        assert not case.events.latest("pk").citizen_message


class TestTakingBack:
    def test_lets_the_officer_work_on(self, proposed: Case, officer: User):
        case = approval.take_back(proposed, by=officer)
        assert (case.proposals.get().state, engine.open_task(case).flow_task.name) == (State.VOID, "work")
        assert actions.ask(case, by=officer, question="เลขที่เท่าใด").status == Status.WAITING

    def test_of_nothing_is_refused(self, working: Case, officer: User):
        with pytest.raises(Refused):
            approval.take_back(working, by=officer)


@pytest.mark.parametrize("move", ADVANCING_EVENTS)
def test_a_case_that_moves_on_makes_the_proposal_void(
    proposed: Case, head: User, colleague: User, move: str
) -> None:
    ADVANCING_EVENTS[move](proposed, head, colleague)
    assert proposed.proposals.get().state == State.VOID
    assert not list(disagreements())


def test_an_officer_cannot_go_round_the_head(working: Case, officer: User) -> None:
    with pytest.raises(Refused):
        actions.resolve(working, by=officer, result=ResultCodeFactory(), details="-")


def test_the_heads_own_result_needs_nobody_elses_approval(working: Case, head: User) -> None:
    case = actions.resolve(working, by=head, result=ResultCodeFactory(), details="-")
    assert case.status == Status.RESOLVED


def test_a_proposal_is_decided_also_when_the_kind_asks_for_no_approval_any_more(
    proposed: Case, head: User
) -> None:
    RequestType.objects.update(needs_approval=False)
    assert approval.approve(Case.objects.get(pk=proposed.pk), by=head).status == Status.RESOLVED


@pytest.mark.parametrize(
    "change",
    [
        {"state": "approved"},
        {"state": "returned", "decided_at": timezone.now()},
        {"state": "lost", "decided_at": timezone.now()},
    ],
)
def test_the_database_refuses_a_half_decision(proposed: Case, change: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        proposed.proposals.update(**change)


def test_a_forgotten_proposal_is_found_by_the_check(proposed: Case, head: User) -> None:
    approval.return_result(proposed, by=head, reason="-")
    proposed.proposals.update(state="open", decided_at=None, decided_by=None)
    assert list(disagreements())
