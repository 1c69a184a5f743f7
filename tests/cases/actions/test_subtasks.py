"""Subtasks: another department is asked, works in parallel, and the case waits for it."""

import datetime
from typing import Any

import pytest
from django.utils import timezone
from django_fsm import TransitionNotAllowed

from cases import actions
from cases.actions import subtasks
from cases.deadlines.work_calendar import WorkCalendar
from cases.errors import AlreadyDone, Refused
from cases.models import Case, Department, Membership, Subtask, User
from notifications.models import Notice
from tests.factories import (
    CaseFactory,
    DepartmentFactory,
    OfficerFactory,
    RequestTypeFactory,
    ResultCodeFactory,
)
from tests.pictures import photo
from workflows import engine
from workflows.consistency import disagreements
from workflows.jobs import department_jobs

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def there(stranger: User) -> Department:
    """The department that is asked; the stranger heads it."""
    return Membership.objects.get(user=stranger).department


@pytest.fixture
def helper(there: Department) -> User:
    return OfficerFactory(username="helper", department=there)


@pytest.fixture
def in_progress(department: Department, head: User, officer: User) -> Case:
    request_type = RequestTypeFactory(code="road_damage", department=department)
    return CaseFactory(request_type=request_type, in_progress=True, head=head, officer=officer)


@pytest.fixture
def subtask(in_progress: Case, there: Department, head: User) -> Subtask:
    return asked(in_progress, there, head)


@pytest.fixture
def in_work(subtask: Subtask, helper: User, stranger: User) -> Subtask:
    return subtasks.assign_subtask(subtask, to=helper, by=stranger)


def asked(case: Case, to: Department, by: User, **more: Any) -> Subtask:
    due_on = WorkCalendar.load().shift(timezone.localdate(), 3)
    subtasks.ask_subtask(case, to=to, by=by, **{"what": "ตรวจคุณภาพน้ำ", "due_on": due_on, **more})
    return Subtask.objects.latest("pk")


def now(subtask: Subtask) -> Subtask:
    return Subtask.objects.get(pk=subtask.pk)


def told(letter: str) -> list[str]:
    return sorted(Notice.objects.filter(kind=letter).values_list("address", flat=True))


def task(subtask: Subtask) -> str:
    return str(engine.open_task(now(subtask)).flow_task.name)


class TestAsking:
    def test_opens_a_task_of_its_own_and_tells_the_other_head(self, subtask, stranger):
        assert (subtask.state, task(subtask)) == ("asked", "assign")
        assert engine.open_task(subtask.case).flow_task.name == "work"
        assert told("subtask_asked") == [stranger.email]
        assert not list(disagreements())

    @pytest.mark.parametrize("state", ["received", "resolved", "rejected"])
    def test_is_for_cases_in_work(self, department, head, there, state):
        case = CaseFactory(request_type=RequestTypeFactory(department=department), head=head, **{state: True})
        with pytest.raises(Refused):
            asked(case, there, head)

    def test_of_a_restricted_case_is_refused(self, department, head, there):
        request_type = RequestTypeFactory(department=department, restricted=True)
        case = CaseFactory(request_type=request_type, assigned=True, head=head)
        with pytest.raises(Refused):
            asked(case, there, head)

    def test_of_the_own_or_a_closed_department_is_refused(self, in_progress, head, department):
        for to in (department, DepartmentFactory(code="OLD", active=False)):
            with pytest.raises(Refused):
                asked(in_progress, to, head)

    @pytest.mark.parametrize("day", [datetime.date(2020, 1, 6), datetime.date(2099, 1, 3)])
    def test_by_a_day_that_is_past_or_closed_is_refused(self, in_progress, head, there, day):
        with pytest.raises(Refused):
            asked(in_progress, there, head, due_on=day)

    def test_the_same_twice_is_done_once(self, subtask, head, there):
        with pytest.raises(AlreadyDone):
            asked(subtask.case, there, head)


class TestTheWork:
    def test_goes_to_an_officer_of_the_department(self, in_work, helper):
        assert (in_work.state, in_work.officer, task(in_work)) == ("in_work", helper, "work")
        assert told("subtask_assigned") == [helper.email]
        assert not list(disagreements())

    def test_goes_to_nobody_else(self, subtask, officer, stranger):
        with pytest.raises(Refused):
            subtasks.assign_subtask(subtask, to=officer, by=stranger)

    def test_goes_to_another_officer_later_but_not_to_the_same(self, in_work, there, stranger, helper):
        other = OfficerFactory(department=there)
        assert subtasks.assign_subtask(in_work, to=other, by=stranger).officer == other
        with pytest.raises(Refused):
            subtasks.assign_subtask(in_work, to=other, by=stranger)
        assert not list(disagreements())

    def test_ends_with_a_result_and_photos_for_those_who_asked(self, in_work, helper, head, officer):
        done = subtasks.finish_subtask(in_work, by=helper, result="น้ำผ่านเกณฑ์", photos=[photo()])
        assert (done.state, done.result) == ("done", "น้ำผ่านเกณฑ์")
        assert told("subtask_finished") == sorted([head.email, officer.email])
        assert done.events.get(kind="subtask_done").attachments.count() == 1
        assert not list(disagreements())

    def test_cannot_end_before_it_was_taken_on(self, subtask, stranger):
        with pytest.raises(TransitionNotAllowed):
            subtasks.finish_subtask(subtask, by=stranger, result="x")

    def test_can_be_refused_with_a_reason(self, subtask, stranger, head, officer):
        refused = subtasks.refuse_subtask(subtask, by=stranger, reason="ไม่มีเครื่องมือ")
        assert (refused.state, refused.result) == ("refused", "ไม่มีเครื่องมือ")
        assert told("subtask_refused") == sorted([head.email, officer.email])
        assert not list(disagreements())

    def test_can_be_cancelled_by_those_who_asked(self, in_work, head, helper, stranger):
        assert subtasks.cancel_subtask(in_work, by=head, reason="ไม่ต้องแล้ว").state == "cancelled"
        assert told("subtask_cancelled") == sorted([helper.email, stranger.email])
        assert not list(disagreements())

    def test_has_an_end(self, in_work, helper, head):
        subtasks.finish_subtask(in_work, by=helper, result="เสร็จ")
        with pytest.raises(TransitionNotAllowed):
            subtasks.cancel_subtask(in_work, by=head, reason="x")

    def test_is_reminded_of_once_when_it_is_late(self, in_work, helper, stranger):
        late = timezone.now() + 20 * DAY
        assert department_jobs.remind_of_subtasks() == 0
        assert [department_jobs.remind_of_subtasks(now=late) for _ in range(2)] == [1, 0]
        assert told("subtask_late") == sorted([helper.email, stranger.email])


class TestTheCase:
    def test_has_no_result_while_a_part_is_open(self, in_work, officer, helper, there):
        step = {"by": officer, "result": ResultCodeFactory(), "details": "เรียบร้อย"}
        with pytest.raises(Refused, match=there.name_th):
            actions.resolve(in_work.case, **step)
        subtasks.finish_subtask(in_work, by=helper, result="เสร็จ")
        assert actions.resolve(in_work.case, **step).status == "resolved"

    @pytest.mark.parametrize("how", ["reject", "withdraw"])
    def test_that_ends_otherwise_cancels_its_parts(self, in_work, head, helper, how):
        case = in_work.case
        if how == "reject":
            actions.reject(case, by=head, reason="ไม่ใช่ของเทศบาล", agency=None)
        else:
            actions.withdraw(case)
        assert now(in_work).state == "cancelled"
        assert helper.email in told("subtask_cancelled")
        assert not list(disagreements())

    def test_keeps_its_parts_when_it_goes_to_another_department(self, in_work, head):
        case = actions.transfer(in_work.case, to=DepartmentFactory(code="EDU"), by=head, reason="x")
        assert (now(in_work).state, case.status) == ("in_work", "assigned")
        assert not list(disagreements())

    def test_tells_the_citizen_that_another_department_was_asked_and_not_what(self, subtask, there):
        event = subtask.events.get()
        assert event.kind in event.SHOWN
        assert (event.citizen_message, event.department) == ("", subtask.case.department)


class TestReading:
    def test_begins_with_the_part(self, in_progress, head, there, stranger, helper):
        assert not Case.objects.visible_to(helper).exists()
        asked(in_progress, there, head)
        for user in (stranger, helper):
            user = User.objects.get(pk=user.pk)
            assert list(Case.objects.visible_to(user)) == [in_progress]
            assert not Case.objects.belonging_to(user).exists()

    def test_goes_on_after_the_part_is_done(self, in_work, helper):
        subtasks.finish_subtask(in_work, by=helper, result="เสร็จ")
        assert Case.objects.visible_to(helper).count() == 1

    @pytest.mark.parametrize("how", ["refuse", "cancel"])
    def test_ends_with_a_part_that_is_not_done(self, in_work, helper, stranger, head, how):
        if how == "refuse":
            subtasks.refuse_subtask(in_work, by=stranger, reason="x")
        else:
            subtasks.cancel_subtask(in_work, by=head, reason="x")
        assert not Case.objects.visible_to(helper).exists()

    def test_ends_when_the_kind_becomes_restricted(self, in_work, helper):
        request_type = in_work.case.request_type
        request_type.restricted = True
        request_type.save()
        assert not Case.objects.visible_to(helper).exists()

    def test_shows_a_case_with_two_parts_once(self, subtask, there, head, helper):
        asked(subtask.case, there, head, what="อีกอย่างหนึ่ง")
        assert Case.objects.visible_to(helper).count() == 1
