"""What the database itself refuses: a changed history, an impossible case, a deleted person."""

import uuid

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError

from cases.models import Attachment, Case, CaseEvent, User
from tests.factories import CaseFactory, UserFactory
from tests.pictures import photo

pytestmark = pytest.mark.django_db
CHANGE = "UPDATE cases_caseevent SET message = 'nothing happened'"
DELETE = "DELETE FROM cases_caseevent"
JOB = "SET LOCAL raprueang.retention_job = 'forget cases of before 2560'"


def _run(*statements: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@pytest.mark.parametrize("statement", [CHANGE, DELETE])
def test_history_cannot_be_changed(case, statement):
    with pytest.raises(IntegrityError, match="append-only"):
        _run(statement)


def test_history_cannot_be_changed_through_the_models(case):
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        CaseEvent.objects.update(message="nothing happened")


def test_a_retention_job_that_names_itself_may(case):
    _run(JOB, "DELETE FROM notifications_notice", DELETE)
    assert not CaseEvent.objects.exists()


def test_what_the_retention_job_writes_is_kept(case):
    _run(JOB, CHANGE)
    assert CaseEvent.objects.get().message == "nothing happened"


@pytest.mark.django_db(transaction=True)
def test_the_permission_ends_with_the_transaction_of_the_job():
    CaseFactory()
    _run(JOB, CHANGE)
    with pytest.raises(IntegrityError, match="append-only"):
        _run(CHANGE)


@pytest.mark.parametrize(
    ("constraint", "change"),
    [
        ("case_(status_known|ended_has_time)", "status = 'lost'"),
        ("case_urgency_known", "urgency = 'whenever'"),
        ("case_in_work_has_officer", "status = 'in_progress'"),
        ("case_resolved_has_result", "status = 'resolved', ended_at = now()"),
        ("case_rejected_has_reason", "status = 'rejected', ended_at = now()"),
        ("case_paused_while_waiting", "days_left_at_pause = 3"),
        ("case_ended_has_time", "ended_at = now()"),
        ("case_ended_has_time", "status = 'withdrawn'"),
        ("case_place_on_earth", "latitude = 91, longitude = 102"),
        ("case_place_on_earth", "latitude = 17, longitude = 181"),
    ],
)
def test_an_impossible_case_is_refused(case, constraint, change):
    with pytest.raises(IntegrityError, match=constraint):
        _run(f"UPDATE cases_case SET {change}")  # noqa: S608


def test_half_a_place_is_refused(case):
    with pytest.raises(IntegrityError, match="case_place_on_earth"):
        _run("UPDATE cases_case SET latitude = 17")


def test_two_cases_cannot_have_one_number(case):
    with pytest.raises(IntegrityError, match="case_number_once"), transaction.atomic():
        Case.objects.filter(pk=CaseFactory().pk).update(running=case.running)


def test_an_event_of_the_staff_names_its_person(case):
    with pytest.raises(IntegrityError, match="event_names_its_actor"), transaction.atomic():
        CaseEvent.objects.create(
            case=case,
            kind="noted",
            at=case.received_at,
            actor="staff",
            department=case.department,
            to_status="-",
        )


@pytest.mark.parametrize("both", [True, False])
def test_a_photo_belongs_to_a_case_or_to_a_draft(case, both):
    attachment = photo()
    if both:
        attachment.case, attachment.event, attachment.draft = case, case.events.get(), uuid.uuid4()
    with pytest.raises(IntegrityError, match="attachment_of_case_or_draft"), transaction.atomic():
        attachment.save()
    assert not Attachment.objects.exists()


def test_a_member_of_staff_with_a_past_cannot_be_deleted():
    case = CaseFactory(in_progress=True)
    with pytest.raises(ProtectedError):
        case.officer.delete()
    assert User.objects.filter(pk=case.officer.pk).exists()


def test_a_head_cannot_be_deleted(head):
    with pytest.raises(ProtectedError):
        head.delete()


def test_a_case_with_a_history_cannot_be_deleted(case):
    with pytest.raises(ProtectedError):
        case.delete()


def test_the_unknown_language_of_a_person_is_refused():
    with pytest.raises(IntegrityError, match="user_language_known"), transaction.atomic():
        UserFactory(language="xx")
