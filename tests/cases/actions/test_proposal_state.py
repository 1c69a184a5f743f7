"""A proposed result among the other things that can happen to its case: subtasks, joined reports, more
time."""

import datetime

import pytest
from django.utils import timezone

from cases import actions
from cases.actions import approval, duplicates, extension, subtasks
from cases.actions.proposal_state import open_proposal
from cases.deadlines.work_calendar import WorkCalendar
from cases.errors import Refused
from cases.models import Case, CaseEvent, Department, Proposal, RequestType, Status, User
from tests.factories import CaseFactory, DepartmentFactory, ResultCodeFactory
from tests.pictures import photo
from workflows.consistency import disagreements

pytestmark = pytest.mark.django_db
State = Proposal.State


@pytest.fixture
def working(case: Case, head: User, officer: User) -> Case:
    """Work in progress, of a kind whose results the head approves."""
    RequestType.objects.update(needs_approval=True)
    return CaseFactory(request_type=case.request_type, in_progress=True, head=head, officer=officer)


@pytest.fixture
def proposed(working: Case, officer: User) -> Case:
    """The same, with a result that waits for the head."""
    return propose(working, officer)


@pytest.fixture
def there(db: None) -> Department:
    return DepartmentFactory(code="PHE")


def propose(case: Case, by: User) -> Case:
    return approval.propose(case, by=by, result=ResultCodeFactory(), details="ออกใบอนุญาตแล้ว")


def a_day() -> datetime.date:
    return WorkCalendar.load().shift(timezone.localdate(), 3)


def ask(case: Case, there: Department, head: User) -> Case:
    return subtasks.ask_subtask(case, to=there, what="ตรวจน้ำ", due_on=a_day(), by=head)


def now(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def test_a_result_is_not_proposed_while_a_part_is_open(working, there, head, officer):
    case = ask(working, there, head)
    with pytest.raises(Refused):
        propose(case, officer)


def test_no_part_is_asked_while_a_result_waits(proposed, there, head):
    with pytest.raises(Refused):
        ask(proposed, there, head)


def test_after_a_return_a_part_can_be_asked_again(proposed, there, head):
    case = approval.return_result(proposed, by=head, reason="ขอผลตรวจน้ำ")
    assert ask(case, there, head).subtasks.helping().count() == 1


def test_joining_the_case_makes_what_was_proposed_void(proposed, case, head):
    joined = duplicates.mark_duplicate(proposed, of=case, by=head)
    assert (open_proposal(now(joined)), joined.proposals.get().state) == (None, State.VOID)
    assert not list(disagreements())


def test_more_time_leaves_what_was_proposed_alone(proposed, head):
    to = WorkCalendar.load().shift(proposed.due_on, 1)
    extension.extend(proposed, to=to, reason="รอตรวจ", by=head)
    assert open_proposal(now(proposed))
    assert not list(disagreements())


def test_what_the_head_approves_is_the_result_of_the_joined_reports_too(proposed, case, head):
    duplicates.mark_duplicate(case, of=proposed, by=head)
    approval.approve(proposed, by=head)
    told = now(case)
    assert (told.status, told.result_details) == (Status.RESOLVED, "ออกใบอนุญาตแล้ว")
    assert not list(disagreements())


def test_a_joined_report_gets_the_result_without_a_photo_of_its_own(working, case, head):
    result = ResultCodeFactory(needs_photo=True)
    RequestType.objects.update(needs_after_photo=True)
    duplicates.mark_duplicate(case, of=working, by=head)
    actions.resolve(working, by=head, result=result, details="ปะแล้ว", photos=[photo()])
    assert now(case).status == Status.RESOLVED
    assert not now(case).events.get(kind=CaseEvent.Kind.RESOLVED).attachments.exists()
