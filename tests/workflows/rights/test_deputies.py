"""Deputies for decisions: the head's verbs on the head's cases, none on the own work; and the history says
for whom."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from cases import actions
from cases.access import absences, delegations
from cases.access.decision_makers import deciders, decides, known_deciders
from cases.actions import subtasks
from cases.deadlines.work_calendar import WorkCalendar
from cases.lib.request_cache import one_request
from cases.models import Case, CaseEvent, Delegation, Department, KindReader, Status, Subtask, User
from tests.factories import (
    CaseFactory,
    DepartmentFactory,
    HeadFactory,
    OfficerFactory,
    OutsidePersonFactory,
    RequestTypeFactory,
    ResultCodeFactory,
)
from tests.thorough import LONG
from tests.workflows.rights.test_matrix import STAFF_CELLS, _data, _tried
from tests.workflows.rights.test_matrix import made as made
from workflows import engine, rights
from workflows.inbox.queries import InboxQuery, matching_cases, views_for
from workflows.inbox.standard_views import VIEWS
from workflows.rights import subtask_rights
from workflows.rights.catalogue import Verb
from workflows.rights.spec import Role
from workflows.rights.subtask_rights import SubtaskVerb
from workflows.steps import execution

pytestmark = pytest.mark.django_db
Kind = CaseEvent.Kind


def hand_on(user: User, deputy: User) -> Delegation:
    today = timezone.localdate()
    return delegations.enter(user, deputy=deputy, since=today, until=today, order_number="12/2569", by=user)


def anew(user: User) -> User:
    return User.objects.get(pk=user.pk)


def perform(verb: Verb, case: Case, *, by: User, **data: Any) -> Case:
    task = engine.open_task(execution.task_holder(verb, case)).pk
    return execution.perform(verb, Case.objects.get(pk=case.pk), task=task, by=anew(by), **data)


def listed(view: str, user: User) -> set[Case]:
    found = next(one for one in VIEWS if one.name == view)
    return set(matching_cases(anew(user), InboxQuery(found)))


@pytest.fixture
def proposed(department: Department, head: User, officer: User) -> Case:
    """A result of the officer that waits for the head."""
    request_type = RequestTypeFactory(department=department, needs_approval=True)
    return CaseFactory(request_type=request_type, head=head, officer=officer, proposed=True)


def has_the_cells(
    person: User, case: Case, cells: dict[str, str], other: Department, main: Case, colleague: User
) -> None:
    """The person is offered what the cells say; and tries each verb, in the short form in some states."""
    # An outside party that could be asked.
    OutsidePersonFactory()
    with one_request():
        offered = {str(verb) for verb in rights.offered(person, case)}
    assert offered == {verb for verb, outcome in cells.items() if outcome == "done"}
    if LONG or case.status == Status.ASSIGNED or case.request_type.needs_approval:
        outcomes = {
            str(verb): _tried(verb, case, person, _data(verb, case, colleague, other, main)) for verb in Verb
        }
        assert outcomes == cells


@pytest.mark.parametrize("state", [state for role, state in STAFF_CELLS if role == "head"])
def test_a_deputy_has_the_cells_of_the_head(
    state: str, made, head: User, stranger: User, colleague: User
) -> None:
    case = made(state)
    hand_on(head, stranger)
    other = DepartmentFactory(code="EDU")
    main = CaseFactory(request_type=case.request_type)
    # A result that the head approves is never one person's alone.
    alone = {"resolve": "403"} if case.request_type.needs_approval else {}
    has_the_cells(anew(stranger), case, STAFF_CELLS["head", state] | alone, other, main, colleague)


@pytest.mark.parametrize("state", [state for role, state in STAFF_CELLS if role == "officer"])
def test_the_officer_in_charge_has_those_of_the_officer_as_a_deputy_too(
    state: str, made, head: User, officer: User, colleague: User
) -> None:
    case = made(state)
    hand_on(head, officer)
    role = "officer" if case.officer_id else "head"
    other = DepartmentFactory(code="EDU")
    main = CaseFactory(request_type=case.request_type)
    has_the_cells(anew(officer), case, STAFF_CELLS[role, state], other, main, colleague)


def test_nobody_approves_the_own_result_as_a_deputy(proposed: Case, head: User, officer: User) -> None:
    hand_on(head, officer)
    assert listed("approve", officer) == set()
    with pytest.raises(PermissionDenied):
        perform(Verb.APPROVE, proposed, by=officer)


def test_nor_as_who_stands_in_for_the_officer(
    proposed: Case, head: User, officer: User, colleague: User
) -> None:
    today = timezone.localdate()
    hand_on(head, colleague)
    assert rights.may(anew(colleague), Verb.APPROVE, proposed)
    absences.enter(officer, substitute=colleague, since=today, until=today, by=officer)
    assert not rights.may(anew(colleague), Verb.APPROVE, proposed)
    assert listed("approve", colleague) == set()


def test_nor_what_was_proposed_while_standing_in(
    proposed: Case, head: User, officer: User, colleague: User
) -> None:
    proposed.proposals.update(by=colleague)
    hand_on(head, colleague)
    for verb in (Verb.APPROVE, Verb.RETURN_RESULT, Verb.REJECT, Verb.TRANSFER):
        assert not rights.may(anew(colleague), verb, proposed)
    assert listed("approve", colleague) == set()


def test_nor_the_result_of_whom_the_deputy_decides_for(proposed: Case, head: User, stranger: User) -> None:
    proposed.proposals.update(by=head)
    hand_on(head, stranger)
    assert not rights.may(anew(stranger), Verb.APPROVE, proposed)
    assert listed("approve", stranger) == set()
    assert listed("approve", head) == set()


def test_nobody_reports_past_the_head_as_a_deputy(department: Department, head: User, officer: User) -> None:
    request_type = RequestTypeFactory(department=department, needs_approval=True)
    case = CaseFactory(request_type=request_type, head=head, officer=officer, in_progress=True)
    hand_on(head, officer)
    assert rights.meant(anew(officer), Verb.RESOLVE, case) == Verb.PROPOSE


def test_the_approval_says_for_whom_and_the_result_is_the_officers(
    proposed: Case, head: User, officer: User, stranger: User
) -> None:
    row = hand_on(head, stranger)
    perform(Verb.APPROVE, proposed, by=stranger)
    approved, result = (proposed.events.get(kind=kind) for kind in (Kind.PROPOSAL_APPROVED, Kind.RESOLVED))
    assert (approved.by, approved.delegation) == (stranger, row)
    assert (result.by, result.delegation) == (officer, None)


@pytest.mark.parametrize("verb", [Verb.ASSIGN, Verb.TRANSFER, Verb.REJECT, Verb.EXTEND])
def test_each_decision_says_for_whom(
    verb: Verb, case: Case, head: User, colleague: User, stranger: User
) -> None:
    row = hand_on(head, stranger)
    perform(verb, case, by=stranger, **_data(verb, case, colleague, DepartmentFactory(code="EDU"), case))
    assert case.events.latest("pk").delegation == row


def test_what_the_own_office_allows_says_nothing(
    department: Department, case: Case, head: User, colleague: User
) -> None:
    other = HeadFactory(department=department)
    hand_on(head, other)
    perform(Verb.ASSIGN, case, by=other, to=colleague)
    assert case.events.latest("pk").delegation is None


def test_an_officers_own_step_says_nothing(department: Department, head: User, officer: User) -> None:
    request_type = RequestTypeFactory(department=department)
    case = CaseFactory(request_type=request_type, head=head, officer=officer, assigned=True)
    hand_on(head, officer)
    perform(Verb.START, case, by=officer)
    assert case.events.latest("pk").delegation is None


def test_a_deputy_answers_for_the_subtasks_of_the_department(
    department: Department, head: User, officer: User, stranger: User
) -> None:
    case = CaseFactory(
        request_type=RequestTypeFactory(department=department), head=head, officer=officer, in_progress=True
    )
    there = stranger.memberships.get().department
    due_on = WorkCalendar.load().shift(timezone.localdate(), 3)
    subtasks.ask_subtask(case, to=there, what="ตรวจน้ำ", due_on=due_on, by=head)
    subtask, helper = Subtask.objects.get(), OfficerFactory(department=there)
    deputy = HeadFactory()
    row = hand_on(stranger, deputy)
    assert case in Case.objects.visible_to(anew(deputy))
    assert listed("subtasks", deputy) == {case}
    execution.perform_subtask(
        SubtaskVerb.ASSIGN, subtask, task=engine.open_task(subtask).pk, by=anew(deputy), to=helper
    )
    assert case.events.get(kind=Kind.SUBTASK_ASSIGNED).delegation == row


def test_who_does_the_subtask_does_not_refuse_it_as_a_deputy(
    department: Department, head: User, officer: User, stranger: User
) -> None:
    case = CaseFactory(
        request_type=RequestTypeFactory(department=department), head=head, officer=officer, in_progress=True
    )
    there = stranger.memberships.get().department
    due_on = WorkCalendar.load().shift(timezone.localdate(), 3)
    subtasks.ask_subtask(case, to=there, what="ตรวจน้ำ", due_on=due_on, by=head)
    helper = OfficerFactory(department=there)
    subtask = subtasks.assign_subtask(Subtask.objects.get(), to=helper, by=stranger)
    hand_on(stranger, helper)
    assert not subtask_rights.may(anew(helper), SubtaskVerb.REFUSE, subtask, case)


@pytest.mark.parametrize("named", [False, True])
@pytest.mark.parametrize("restricted", [False, True])
def test_the_forms_of_the_rule_know_deputies(
    department: Department, head: User, stranger: User, restricted: bool, named: bool
) -> None:
    request_type = RequestTypeFactory(department=department, restricted=restricted)
    case = CaseFactory(request_type=request_type)
    if named:
        KindReader.objects.create(kind=request_type, user=head)
    hand_on(head, stranger)
    person, case = anew(stranger), Case.objects.get(pk=case.pk)
    assert {
        decides(person, case),
        Case.objects.filter(person.decides, pk=case.pk).exists(),
        person in deciders(request_type, department.pk),
        person in known_deciders(request_type, department.pk),
    } == {not (restricted and named)}


def test_own_work_is_left_to_others_by_page_and_list(
    department: Department, head: User, officer: User
) -> None:
    request_type = RequestTypeFactory(department=department, restricted=True)
    mine = CaseFactory(request_type=request_type, head=head, officer=officer, in_progress=True)
    theirs = CaseFactory(request_type=request_type)
    hand_on(head, officer)
    assert [decides(anew(officer), case) for case in (mine, theirs)] == [False, True]
    assert set(Case.objects.filter(anew(officer).decides)) == {theirs}
    assert set(Case.objects.visible_to(anew(officer))) == {mine, theirs}


def test_the_inbox_of_a_deputy_has_the_heads_views(case: Case, head: User, stranger: User) -> None:
    assert listed("assign", stranger) == set()
    hand_on(head, stranger)
    assert listed("assign", stranger) == {case}
    assert {"assign", "approve", "answer"} <= {view.name for view in views_for(anew(stranger))}


def test_the_deputy_of_an_executive_reads_and_does_no_more(
    case: Case, executive: User, officer: User, department: Department
) -> None:
    far = OfficerFactory(department=DepartmentFactory(code="FAR"))
    HeadFactory(department=far.memberships.get().department)
    assert case not in Case.objects.visible_to(far)
    today = timezone.localdate()
    delegations.enter(
        executive, deputy=anew_head(far), since=today, until=today, order_number="1/2569", by=executive
    )
    deputy = anew(far)
    assert case in Case.objects.visible_to(deputy)
    assert rights.roles(deputy, case) == {Role.READER}
    assert rights.offered(deputy, case) == []


def anew_head(person: User) -> User:
    """The officer, who heads the own department from now on."""
    person.memberships.update(role="head")
    return anew(person)


def test_the_day_after_a_deputy_is_a_stranger_again(case: Case, head: User, stranger: User) -> None:
    hand_on(head, stranger)
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    Delegation.objects.update(since=yesterday, until=yesterday)
    assert rights.roles(anew(stranger), case) == frozenset()
    assert case.status == Status.RECEIVED


def test_a_result_that_needs_no_approval_is_reported_for_the_head(
    department: Department, head: User, officer: User, stranger: User
) -> None:
    request_type = RequestTypeFactory(department=department)
    case = CaseFactory(request_type=request_type, head=head, officer=officer, in_progress=True)
    row = hand_on(head, stranger)
    perform(Verb.RESOLVE, case, by=stranger, result=ResultCodeFactory(), details="เรียบร้อย")
    assert case.events.get(kind=Kind.RESOLVED).delegation == row


def test_a_step_of_the_citizen_never_says_for_whom(case: Case, head: User, stranger: User) -> None:
    hand_on(head, stranger)
    actions.send_message(case, text="ด่วนครับ")
    assert case.events.latest("pk").delegation is None
