"""Parts of other departments whose officer leaves, or is away."""

import pytest
from django.utils import timezone

from cases.access import absences
from cases.actions import subtasks
from cases.deadlines.work_calendar import WorkCalendar
from cases.models import Case, Department, Membership, Part, User
from notifications.models import Notice
from tests.factories import CaseFactory, OfficerFactory, RequestTypeFactory
from workflows import rights
from workflows.consistency import disagreements
from workflows.jobs import case_jobs
from workflows.rights import subtask_rights
from workflows.rights.catalogue import Role
from workflows.rights.subtask_rights import PartRole

pytestmark = pytest.mark.django_db


@pytest.fixture
def there(stranger: User) -> Department:
    """The department that does the part; the stranger heads it."""
    return Membership.objects.get(user=stranger).department


@pytest.fixture
def helper(there: Department) -> User:
    return OfficerFactory(username="helper", department=there)


@pytest.fixture
def mate(there: Department) -> User:
    return OfficerFactory(username="mate", department=there)


@pytest.fixture
def part(department: Department, head: User, officer: User, there: Department, helper: User) -> Part:
    kind = RequestTypeFactory(code="road_damage", department=department)
    case = CaseFactory(request_type=kind, in_progress=True, head=head, officer=officer)
    day = WorkCalendar.load().shift(timezone.localdate(), 3)
    asked = subtasks.ask_part(case, to=there, what="ตรวจน้ำ", due_on=day, by=head).parts.get()
    return subtasks.assign_part(asked, to=helper, by=there.memberships.get(role="head").user)


def away(user: User, substitute: User) -> None:
    today = timezone.localdate()
    absences.enter(user, substitute=substitute, since=today, until=today, by=user)


def now(part: Part) -> Part:
    return Part.objects.get(pk=part.pk)


def test_a_leavers_part_goes_back_to_the_head_of_its_department(
    part: Part, helper: User, stranger: User
) -> None:
    helper.memberships.get().delete()
    assert (now(part).state, now(part).officer) == (Part.State.ASKED, None)
    assert [notice.recipient for notice in Notice.objects.filter(kind="part_came_back")] == [stranger]
    assert not list(disagreements())


def test_the_case_itself_stays_with_its_officer(part: Part, helper: User, officer: User) -> None:
    helper.is_active = False
    helper.save()
    assert Case.objects.get(pk=part.case_id).officer == officer


def test_a_part_that_is_done_keeps_its_officer(part: Part, helper: User) -> None:
    subtasks.finish_part(part, by=helper, result="น้ำสะอาด")
    helper.memberships.get().delete()
    assert now(part).officer == helper


def test_the_parts_of_those_who_left_before_come_back_too(part: Part, helper: User) -> None:
    User.objects.filter(pk=helper.pk).update(is_active=False)
    assert (case_jobs.return_left(), case_jobs.return_left()) == (1, 0)
    assert now(part).officer is None


def test_who_stands_in_does_the_part(part: Part, helper: User, mate: User) -> None:
    assert Role.PART_OFFICER not in rights.roles(mate, part.case)
    away(helper, mate)
    mate = User.objects.get(pk=mate.pk)
    assert Role.PART_OFFICER in rights.roles(mate, part.case)
    assert PartRole.OFFICER in subtask_rights.roles(mate, part, part.case)


def test_the_letter_about_a_part_goes_to_who_stands_in(
    part: Part, helper: User, mate: User, head: User
) -> None:
    away(helper, mate)
    subtasks.cancel_part(part, by=head, reason="ไม่จำเป็นแล้ว")
    told = Notice.objects.filter(kind="part_cancelled", audience="helper")
    assert [notice.recipient for notice in told] == [mate]
