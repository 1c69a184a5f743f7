"""Who leaves a department leaves no open case behind, and a department keeps a head."""

import pytest
from django.db import transaction

from cases import actions
from cases.actions.offboarding import batch_position, per_department
from cases.errors import Refused
from cases.models import Case, CaseEvent, Department, Membership, Status, User
from cases.models.case.event_content import BatchPosition
from notifications.models import Notice
from tests.factories import CaseFactory, DepartmentFactory, HeadFactory, OfficerFactory, RequestTypeFactory
from workflows.consistency import disagreements
from workflows.jobs import case_jobs

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
Kind = CaseEvent.Kind


@pytest.fixture
def cases(department: Department, head: User, officer: User) -> dict[str, Case]:
    """One case in each state that has an officer."""
    request_type = RequestTypeFactory(department=department)
    states = ("assigned", "in_progress", "waiting", "resolved", "closed")
    return {
        one: CaseFactory(request_type=request_type, head=head, officer=officer, **{one: True})
        for one in states
    }


def switch_off(user: User) -> None:
    user.is_active = False
    user.save()


def leave(user: User) -> None:
    user.memberships.get().delete()


def move(user: User) -> None:
    membership = user.memberships.get()
    membership.department = DepartmentFactory(code="NEW")
    membership.save()


WAYS = [switch_off, leave, move]


@pytest.mark.parametrize("way", WAYS)
def test_the_open_cases_go_back_to_the_head(cases: dict[str, Case], officer: User, head: User, way) -> None:
    way(officer)
    now = {state: Case.objects.get(pk=case.pk) for state, case in cases.items()}
    assert [now[state].officer for state in ("assigned", "in_progress")] == [None, None]
    assert {now[state].status for state in ("assigned", "in_progress")} == {Status.ASSIGNED}
    assert (now["waiting"].officer, now["waiting"].status) == (head, Status.WAITING)
    assert list(disagreements()) == []


@pytest.mark.parametrize("way", WAYS)
def test_what_has_ended_keeps_its_officer(cases: dict[str, Case], officer: User, way) -> None:
    way(officer)
    for state in ("resolved", "closed"):
        assert Case.objects.get(pk=cases[state].pk).officer == officer


def test_the_history_says_who_left_and_that_nobody_pressed_a_button(
    cases: dict[str, Case], officer: User
) -> None:
    leave(officer)
    event = cases["in_progress"].events.latest("pk")
    assert (event.kind, event.actor, event.by, event.message) == (
        Kind.OFFICER_LEFT,
        "system",
        None,
        str(officer),
    )
    assert event.from_status == "in_progress"


def test_the_head_gets_one_letter_for_all_of_them(cases: dict[str, Case], officer: User, head: User) -> None:
    before = Notice.objects.count()
    leave(officer)
    (notice,) = Notice.objects.order_by("created")[before:]
    assert (notice.recipient, notice.kind) == (head, "cases_came_back")
    events = CaseEvent.objects.filter(kind=Kind.OFFICER_LEFT).order_by("pk")
    assert [batch_position(event) for event in events] == [BatchPosition(number, 3) for number in (1, 2, 3)]


def test_a_restricted_case_has_a_letter_of_its_own(department: Department, head: User, officer: User) -> None:
    for restricted in (False, True):
        request_type = RequestTypeFactory(department=department, restricted=restricted)
        CaseFactory(request_type=request_type, officer=officer, assigned=True)
    leave(officer)
    assert Notice.objects.filter(kind="cases_came_back").count() == 2


def test_the_answer_to_a_waiting_case_goes_to_the_head(
    cases: dict[str, Case], officer: User, head: User
) -> None:
    leave(officer)
    case = actions.answer(cases["waiting"], text="หน้าบ้านเลขที่ 9")
    assert Notice.objects.get(case=case, kind="answer").recipient == head
    assert list(disagreements()) == []


def test_a_case_can_come_back_from_the_same_person_twice(case: Case, head: User, officer: User) -> None:
    for _ in range(2):
        actions.assign(case, to=officer, by=head)
        leave(officer)
        Membership.objects.create(user=officer, department=case.department, role="officer")
    assert case.events.filter(kind=Kind.OFFICER_LEFT).count() == 2


def test_who_leaves_one_department_keeps_the_cases_of_the_other(officer: User, head: User) -> None:
    other = HeadFactory(department=DepartmentFactory(code="OTHER")).memberships.get().department
    Membership.objects.create(user=officer, department=other, role="officer")
    case = CaseFactory(request_type=RequestTypeFactory(department=other), officer=officer, assigned=True)
    officer.memberships.exclude(department=other).get().delete()
    assert Case.objects.get(pk=case.pk).officer == officer
    assert per_department(officer) == {other: 1}


@pytest.mark.parametrize("way", WAYS)
def test_the_last_head_of_a_department_cannot_leave(case: Case, head: User, way) -> None:
    with pytest.raises(Refused, match="Name another head first"), transaction.atomic():
        way(head)
    assert User.objects.get(pk=head.pk).is_active
    assert head.memberships.filter(department=case.department, role="head").exists()


def test_the_last_head_cannot_become_an_officer(head: User) -> None:
    membership = head.memberships.get()
    membership.role = "officer"
    with pytest.raises(Refused):
        membership.save()


@pytest.mark.parametrize("way", WAYS)
def test_one_of_two_heads_can_leave(case: Case, head: User, way) -> None:
    HeadFactory(department=case.department)
    way(head)
    assert not User.objects.filter(
        pk=head.pk, is_active=True, memberships__department=case.department
    ).exists()


def test_the_last_head_of_a_department_out_of_use_and_empty_can_leave(
    head: User, department: Department
) -> None:
    Department.objects.filter(pk=department.pk).update(active=False)
    leave(head)
    assert not head.memberships.exists()


def test_a_log_in_and_a_new_name_take_no_case_away(cases: dict[str, Case], officer: User) -> None:
    officer.save(update_fields=["last_login"])
    officer.first_name = "มาลี"
    officer.save()
    assert officer.cases.count() == len(cases)


def test_the_job_takes_back_what_was_left_before(cases: dict[str, Case], officer: User) -> None:
    User.objects.filter(pk=officer.pk).update(is_active=False)
    assert (case_jobs.return_left(), case_jobs.return_left()) == (3, 0)
    assert list(disagreements()) == []


def test_the_job_leaves_those_alone_who_work_there(cases: dict[str, Case], department: Department) -> None:
    OfficerFactory(department=department)
    assert case_jobs.return_left() == 0
