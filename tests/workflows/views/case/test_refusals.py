"""What a step that cannot be done gets: a page that says what happened, with what was typed, never a 500."""

import datetime
import threading
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, connections
from django.utils import timezone

from cases import actions
from cases.errors import LostRace
from cases.models import Attachment, Case, CaseEvent, Department, Status, User
from tests.factories import (
    CaseFactory,
    DepartmentFactory,
    OfficerFactory,
    RequestTypeFactory,
    ResultCodeFactory,
)
from tests.pictures import picture
from tests.workflows.views.case.test_steps import today
from tests.workflows.views.conftest import Seat, address, open_task, text

pytestmark = pytest.mark.django_db
DONE = "This step is already done."
NOT_NOW = "The case does not allow this step as it stands now."
Filed = Callable[..., Case]


@pytest.fixture
def filed(department: Department, head: User, officer: User) -> Filed:
    """A case of the department in the wished state."""
    request_type = RequestTypeFactory(department=department)
    return lambda **state: CaseFactory(request_type=request_type, head=head, officer=officer, **state)


def count(case: Case, kind: CaseEvent.Kind) -> int:
    return case.events.filter(kind=kind).count()


def test_a_second_click_names_the_officer_once(desk: Seat, case: Case, head: User, officer: User) -> None:
    task = open_task(case)
    answers = [desk(head).do(case, "assign", task=task, to=officer.pk) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 409]
    assert DONE in text(answers[1])
    assert count(case, CaseEvent.Kind.ASSIGNED) == 1


def test_the_faster_head_wins_and_the_other_is_told(
    desk: Seat, case: Case, head: User, officer: User, colleague: User
) -> None:
    task = open_task(case)
    desk(head).do(case, "assign", task=task, to=officer.pk)
    second = desk(head).do(case, "assign", task=task, to=colleague.pk, note="งานด่วน")
    assert (second.status_code, "งานด่วน" in text(second)) == (409, True)
    assert Case.objects.get(pk=case.pk).officer == officer


@pytest.mark.parametrize(
    ("verb", "typed"),
    [
        ("transfer", {"reason": "x"}),
        ("hand_back", {"reason": "x"}),
        ("ask", {"question": "x"}),
        ("start", {}),
    ],
)
def test_a_second_click_of_the_officer_is_told_so(
    desk: Seat, filed: Filed, officer: User, verb: str, typed: dict[str, Any]
) -> None:
    case = filed(assigned=True)
    typed = {**typed, "to": DepartmentFactory().pk, "task": open_task(case)}
    answers = [desk(officer).do(case, verb, **typed) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 409]
    assert case.events.count() == 3


def test_a_note_is_written_once_however_often_the_button_is_pressed(
    desk: Seat, case: Case, head: User
) -> None:
    seen = case.events.latest("pk").pk
    answers = [desk(head).do(case, "note", text="phoned", after=seen) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 409]
    assert count(case, CaseEvent.Kind.NOTED) == 1


def test_the_same_note_can_be_written_again_later(desk: Seat, case: Case, head: User) -> None:
    for _ in range(2):
        assert (
            desk(head).do(case, "note", text="phoned", after=case.events.latest("pk").pk).status_code == 302
        )


@pytest.mark.parametrize("state", ["assigned", "waiting", "resolved", "rejected", "withdrawn", "closed"])
def test_a_result_that_the_state_does_not_allow_is_kept_on_the_page(
    desk: Seat, filed: Filed, head: User, state: str
) -> None:
    case = filed(**{state: True})
    typed = today(result=ResultCodeFactory().pk, details="ปะซ่อมเสร็จแล้ว")
    response = desk(head).do(case, "resolve", **typed)
    assert response.status_code == 409
    assert NOT_NOW in text(response)
    assert "ปะซ่อมเสร็จแล้ว" in text(response)


def test_a_step_that_the_state_does_not_allow_has_no_form(desk: Seat, filed: Filed, head: User) -> None:
    case = filed(waiting=True)
    response = desk(head).page("step", case.number, "assign")
    assert (response.status_code, response.context["page"].step) == (409, None)


def test_the_citizen_who_withdraws_first_wins(desk: Seat, filed: Filed, officer: User) -> None:
    case = filed(in_progress=True)
    task = open_task(case)
    actions.withdraw(case)
    response = desk(officer).do(case, "ask", task=task, question="ยังต้องการไหม")
    assert (response.status_code, "ยังต้องการไหม" in text(response)) == (409, True)


def test_an_officer_who_has_lost_the_case_is_told_so(
    desk: Seat, filed: Filed, head: User, officer: User, colleague: User
) -> None:
    case = filed(in_progress=True)
    task = open_task(case)
    desk(head).do(case, "assign", to=colleague.pk)
    response = desk(officer).do(
        case, "resolve", task=task, **today(result=ResultCodeFactory().pk, details="x")
    )
    assert (response.status_code, DONE in text(response)) == (409, True)


@pytest.mark.parametrize("to", ["0", "999999", "abc", "9" * 30, "-1"])
def test_an_unknown_officer_is_a_conflict(desk: Seat, case: Case, head: User, to: str) -> None:
    response = desk(head).do(case, "assign", to=to)
    assert response.status_code == 409
    assert "does not work in the department" in text(response)


def test_an_officer_of_another_department_is_a_conflict(desk: Seat, case: Case, head: User) -> None:
    other = OfficerFactory()
    assert desk(head).do(case, "assign", to=other.pk).status_code == 409
    assert Case.objects.get(pk=case.pk).status == Status.RECEIVED


def test_an_officer_who_has_left_is_a_conflict(desk: Seat, case: Case, head: User, officer: User) -> None:
    User.objects.filter(pk=officer.pk).update(is_active=False)
    assert desk(head).do(case, "assign", to=officer.pk).status_code == 409


@pytest.mark.parametrize("code", ["unknown", "inactive", "own"])
def test_a_department_that_is_not_on_offer_is_a_conflict(
    desk: Seat, case: Case, head: User, code: str
) -> None:
    known = {"inactive": DepartmentFactory(active=False).pk, "own": case.department_id, "unknown": 99999}
    response = desk(head).do(case, "transfer", to=known[code], reason="ไม่ใช่งานของเรา")
    assert (response.status_code, "ไม่ใช่งานของเรา" in text(response)) == (409, True)


@pytest.mark.parametrize("task", ["", "abc", "0", "-5", "9" * 40, "\x00", "๑"])
def test_a_form_without_a_known_task_changes_nothing(
    desk: Seat, case: Case, head: User, officer: User, task: str
) -> None:
    assert desk(head).do(case, "assign", task=task, to=officer.pk).status_code == 409
    assert count(case, CaseEvent.Kind.ASSIGNED) == 0


@pytest.mark.parametrize("reason", ["", "   ", "\u200b\u2060", "\x00", "ก" * 4001])
def test_a_reason_that_says_nothing_or_too_much_is_refused_beside_the_field(
    desk: Seat, case: Case, head: User, reason: str
) -> None:
    response = desk(head).do(case, "reject", reason=reason)
    assert response.status_code == 200
    assert response.context["page"].step.form.errors["reason"]
    assert Case.objects.get(pk=case.pk).status == Status.RECEIVED


@pytest.mark.parametrize(
    "on",
    [
        {"on_day": "30", "on_month": "2", "on_year": "2026"},
        {"on_day": "x", "on_month": "1", "on_year": "2026"},
        {"on_day": "1", "on_month": "1", "on_year": "9" * 30},
        {"on_day": "1", "on_month": "1", "on_year": ""},
        {"on_day": "1", "on_month": "1", "on_year": "2020"},
        {"on_day": "", "on_month": "", "on_year": ""},
    ],
)
def test_a_wrong_day_is_said_beside_the_field(
    desk: Seat, filed: Filed, officer: User, on: dict[str, str]
) -> None:
    case = filed(in_progress=True)
    response = desk(officer).do(case, "resolve", result=ResultCodeFactory().pk, details="ปะแล้ว", **on)
    assert response.status_code == 200
    assert [*response.context["page"].step.form.errors] == ["on"]
    assert "ปะแล้ว" in text(response)


def test_a_day_in_the_future_is_refused(desk: Seat, filed: Filed, officer: User) -> None:
    case, tomorrow = filed(in_progress=True), timezone.localdate() + datetime.timedelta(days=1)
    on = {"on_day": tomorrow.day, "on_month": tomorrow.month, "on_year": tomorrow.year}
    response = desk(officer).do(case, "resolve", result=ResultCodeFactory().pk, details="x", **on)
    assert "lies between the day of receipt" in text(response)


def test_a_bad_photo_is_named_and_the_good_one_is_kept(desk: Seat, filed: Filed, officer: User) -> None:
    case, seat = filed(in_progress=True), desk(officer)
    bad = picture(name="poem.jpg")
    bad.file.seek(0)
    bad.file.write(b"not a picture at all")
    typed = today(result=ResultCodeFactory().pk, details="x", form_token=str(uuid.uuid4()))
    wrong = seat.do(case, "resolve", photos=[picture(), bad], **typed)
    assert (wrong.status_code, "poem.jpg" in text(wrong)) == (200, True)
    assert seat.do(case, "resolve", **typed).status_code == 302
    assert Attachment.objects.filter(case=case).count() == 1


def test_six_photos_are_too_many(desk: Seat, filed: Filed, officer: User) -> None:
    case = filed(in_progress=True)
    photos = [picture(name=f"{n}.jpg") for n in range(6)]
    response = desk(officer).do(
        case, "resolve", **today(result=ResultCodeFactory().pk, details="x", photos=photos)
    )
    assert response.context["page"].step.form.errors["photos"]
    assert Case.objects.get(pk=case.pk).status == Status.IN_PROGRESS


@pytest.mark.django_db(transaction=True)
def test_a_colleague_who_is_at_it_is_a_conflict_after_a_while(desk: Seat, case: Case, head: User) -> None:
    locked, enough = threading.Event(), threading.Event()
    thread = threading.Thread(target=_hold, args=[case, locked, enough])
    thread.start()
    locked.wait(10)
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '100ms'")
    response = desk(head).do(case, "reject", reason="ไม่ใช่งานของเรา")
    enough.set()
    thread.join()
    connection.close()
    assert (response.status_code, "ไม่ใช่งานของเรา" in text(response)) == (409, True)
    assert str(LostRace()) in text(response)


def _hold(case: Case, locked: threading.Event, enough: threading.Event) -> None:
    with connections["default"].cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute("SELECT 1 FROM cases_case WHERE id = %s FOR UPDATE", [case.pk])
        locked.set()
        enough.wait(10)
        cursor.execute("ROLLBACK")
    connections["default"].close()


def test_a_step_sent_as_get_changes_nothing(desk: Seat, case: Case, head: User) -> None:
    desk(head).get(address("step", case.number, "reject"), {"reason": "x", "task": open_task(case)})
    assert case.events.count() == 1


def test_what_was_typed_comes_back_after_the_log_in_had_ended(desk: Seat, filed: Filed, officer: User):
    case, browser = filed(in_progress=True), desk(officer)
    browser.logout()
    sent = browser.do(case, "ask", question="Which lamp is it?")
    assert sent.status_code == 302
    browser.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    page = text(browser.get(address("step", case.number, "ask")))
    assert "Which lamp is it?" in page
    assert "You were logged out" in page
    assert "Which lamp is it?" not in text(browser.get(address("step", case.number, "ask")))


def test_what_was_typed_comes_back_after_the_form_had_expired(desk: Seat, filed: Filed, officer: User):
    case = filed(in_progress=True)
    browser = desk(officer)
    browser.handler.enforce_csrf_checks = True
    browser.defaults["HTTP_SEC_FETCH_SITE"] = "same-origin"
    page = browser.do(case, "ask", question="Which lamp is it?")
    assert page.status_code == 403
    assert "Which lamp is it?" in text(page)
    assert count(case, CaseEvent.Kind.ASKED) == 0
