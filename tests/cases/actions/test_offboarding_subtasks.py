"""Subtasks whose officer leaves, or is away."""

import pytest
from django.utils import timezone

from cases.access import absences
from cases.actions import subtasks
from cases.deadlines.work_calendar import WorkCalendar
from cases.models import Case, Department, Membership, Subtask, User
from notifications.models import Notice
from tests.factories import CaseFactory, OfficerFactory, RequestTypeFactory
from workflows import rights
from workflows.consistency import disagreements
from workflows.jobs import case_jobs
from workflows.rights import subtask_rights
from workflows.rights.spec import Role
from workflows.rights.subtask_rights import SubtaskRole

pytestmark = pytest.mark.django_db


@pytest.fixture
def there(stranger: User) -> Department:
    """The department that does the subtask; the stranger heads it."""
    return Membership.objects.get(user=stranger).department


@pytest.fixture
def helper(there: Department) -> User:
    return OfficerFactory(username="helper", department=there)


@pytest.fixture
def mate(there: Department) -> User:
    return OfficerFactory(username="mate", department=there)


@pytest.fixture
def subtask(department: Department, head: User, officer: User, there: Department, helper: User) -> Subtask:
    request_type = RequestTypeFactory(code="road_damage", department=department)
    case = CaseFactory(request_type=request_type, in_progress=True, head=head, officer=officer)
    day = WorkCalendar.load().shift(timezone.localdate(), 3)
    asked = subtasks.ask_subtask(case, to=there, what="ตรวจน้ำ", due_on=day, by=head).subtasks.get()
    return subtasks.assign_subtask(asked, to=helper, by=there.memberships.get(role="head").user)


def away(user: User, substitute: User) -> None:
    today = timezone.localdate()
    absences.enter(user, substitute=substitute, since=today, until=today, by=user)


def now(subtask: Subtask) -> Subtask:
    return Subtask.objects.get(pk=subtask.pk)


def test_a_leavers_part_goes_back_to_the_head_of_its_department(
    subtask: Subtask, helper: User, stranger: User
) -> None:
    helper.memberships.get().delete()
    assert (now(subtask).state, now(subtask).officer) == (Subtask.State.ASKED, None)
    assert [notice.recipient for notice in Notice.objects.filter(kind="subtask_came_back")] == [stranger]
    assert not list(disagreements())


def test_the_case_itself_stays_with_its_officer(subtask: Subtask, helper: User, officer: User) -> None:
    helper.is_active = False
    helper.save()
    assert Case.objects.get(pk=subtask.case_id).officer == officer


def test_a_part_that_is_done_keeps_its_officer(subtask: Subtask, helper: User) -> None:
    subtasks.finish_subtask(subtask, by=helper, result="น้ำสะอาด")
    helper.memberships.get().delete()
    assert now(subtask).officer == helper


def test_the_parts_of_those_who_left_before_come_back_too(subtask: Subtask, helper: User) -> None:
    User.objects.filter(pk=helper.pk).update(is_active=False)
    assert (case_jobs.return_left(), case_jobs.return_left()) == (1, 0)
    assert now(subtask).officer is None


def test_who_stands_in_does_the_part(subtask: Subtask, helper: User, mate: User) -> None:
    assert Role.SUBTASK_OFFICER not in rights.roles(mate, subtask.case)
    away(helper, mate)
    mate = User.objects.get(pk=mate.pk)
    assert Role.SUBTASK_OFFICER in rights.roles(mate, subtask.case)
    assert SubtaskRole.OFFICER in subtask_rights.roles(mate, subtask, subtask.case)


def test_the_letter_about_a_part_goes_to_who_stands_in(
    subtask: Subtask, helper: User, mate: User, head: User
) -> None:
    away(helper, mate)
    subtasks.cancel_subtask(subtask, by=head, reason="ไม่จำเป็นแล้ว")
    told = Notice.objects.filter(kind="subtask_cancelled", audience="helper")
    assert [notice.recipient for notice in told] == [mate]
