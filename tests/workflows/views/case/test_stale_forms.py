"""A form that was filled in on an older version: 409 with both versions, nothing overwritten."""

import re

import pytest
from django.utils import timezone

from cases import actions
from cases.events import record
from cases.models import Case, CaseEvent, Status
from cases.models.case.event_content import Reminder
from tests.factories import CaseFactory, RequestTypeFactory, ResultCodeFactory
from tests.workflows.views.case.test_steps import today
from tests.workflows.views.conftest import address, open_task, text

pytestmark = pytest.mark.django_db
CHANGED = "The case has changed since you opened it"


@pytest.fixture
def in_progress(department, head, officer):
    request_type = RequestTypeFactory(department=department)
    return CaseFactory(request_type=request_type, in_progress=True, head=head, officer=officer)


def opened(seat, case: Case, verb: str) -> dict[str, str]:
    """The hidden fields of the form as its page shows it now."""
    page = text(seat.page("step", case.number, verb))
    return dict(re.findall(r'<input type="hidden" name="(task|after|seen_due)" value="([^"]*)">', page))


def send(seat, case: Case, verb: str, form: dict[str, str], **typed):
    return seat.post(address("step", case.number, verb), {**form, **typed})


def result(**more):
    return today(result=ResultCodeFactory().pk, details="ปะซ่อมเสร็จแล้ว", **more)


def test_a_colleagues_note_stops_a_result_and_both_versions_are_shown(desk, in_progress, officer, colleague):
    seat = desk(officer)
    form = opened(seat, in_progress, "resolve")
    actions.note(in_progress, by=colleague, text="ผู้แจ้งบอกว่าเป็นอีกซอยหนึ่ง")
    answer = send(seat, in_progress, "resolve", form, **result())
    page = text(answer)
    assert (answer.status_code, CHANGED in page) == (409, True)
    for words in (
        "What you wrote",
        "ปะซ่อมเสร็จแล้ว",
        "What happened since",
        "ผู้แจ้งบอกว่าเป็นอีกซอยหนึ่ง",
        str(colleague),
    ):
        assert words in page
    assert Case.objects.get(pk=in_progress.pk).status == Status.IN_PROGRESS


def test_the_second_send_is_a_decision_and_counts(desk, in_progress, officer, colleague):
    seat = desk(officer)
    form = opened(seat, in_progress, "resolve")
    actions.note(in_progress, by=colleague, text="อีกซอยหนึ่ง")
    page = text(send(seat, in_progress, "resolve", form, **result()))
    again = dict(re.findall(r'name="(task|after)" value="([^"]*)"', page))
    assert send(seat, in_progress, "resolve", again, **result()).status_code == 302


@pytest.mark.parametrize("typed", [{"details": ""}, {"letter": "1"}])
def test_neither_a_mistake_nor_a_look_at_the_letter_renews_what_was_seen(
    desk, in_progress, officer, colleague, typed
):
    seat = desk(officer)
    form = opened(seat, in_progress, "resolve")
    actions.note(in_progress, by=colleague, text="อีกซอยหนึ่ง")
    page = text(send(seat, in_progress, "resolve", form, **{**result(), **typed}))
    kept = dict(re.findall(r'name="(task|after)" value="([^"]*)"', page))
    assert kept["after"] == form["after"]
    assert send(seat, in_progress, "resolve", kept, **result()).status_code == 409


def test_own_words_in_another_window_stop_nothing(desk, in_progress, officer):
    seat = desk(officer)
    form = opened(seat, in_progress, "resolve")
    actions.note(in_progress, by=officer, text="โทรแล้ว")
    assert send(seat, in_progress, "resolve", form, **result()).status_code == 302


def test_a_message_of_the_citizen_is_read_before_the_result_goes_out(desk, in_progress, officer):
    seat = desk(officer)
    form = opened(seat, in_progress, "resolve")
    actions.send_message(in_progress, text="ยังไม่หายเลย")
    answer = send(seat, in_progress, "resolve", form, **result())
    assert (answer.status_code, "ยังไม่หายเลย" in text(answer)) == (409, True)


def test_a_note_stops_no_assignment(desk, case, head, officer, colleague):
    seat = desk(head)
    form = opened(seat, case, "assign")
    actions.note(case, by=colleague, text="โทรแล้ว")
    assert send(seat, case, "assign", form, to=officer.pk).status_code == 302


def test_nothing_stops_a_note(desk, in_progress, officer, head, colleague):
    seat = desk(colleague)
    form = opened(seat, in_progress, "note")
    actions.hand_back(in_progress, by=officer, reason="ลาพัก")
    assert send(seat, in_progress, "note", form, text="โทรแล้ว").status_code == 302


@pytest.mark.parametrize("kind", [CaseEvent.Kind.LATE, CaseEvent.Kind.DUE_SOON])
def test_a_reminder_stops_nothing(desk, in_progress, officer, kind):
    seat = desk(officer)
    form = opened(seat, in_progress, "resolve")
    content = Reminder("late", 1, "head", in_progress.due_on)
    record(in_progress, kind, now=timezone.now(), before=in_progress.status, content=content)
    assert send(seat, in_progress, "resolve", form, **result()).status_code == 302


def test_who_lost_the_case_meanwhile_sees_to_whom(desk, in_progress, head, officer, colleague):
    seat = desk(officer)
    form = opened(seat, in_progress, "resolve")
    desk(head).do(in_progress, "assign", to=colleague.pk)
    answer = send(seat, in_progress, "resolve", form, **result())
    changes = {change.label: change.now for change in answer.context["page"].versions.changes}
    assert (answer.status_code, changes["Officer"]) == (409, str(colleague))
    assert changes["Status"] == "Assigned"


def test_a_result_that_was_reported_already_is_shown_beside_the_own(desk, in_progress, head, officer):
    seat = desk(head)
    form = opened(seat, in_progress, "resolve")
    actions.resolve(in_progress, by=officer, result=ResultCodeFactory(), details="เปลี่ยนฝาท่อ")
    page = text(send(seat, in_progress, "resolve", form, **result()))
    assert "เปลี่ยนฝาท่อ" in page
    assert "ปะซ่อมเสร็จแล้ว" in page


def test_another_deadline_is_shown_before_and_now(desk, in_progress, officer, colleague):
    seat = desk(officer)
    form = opened(seat, in_progress, "ask")
    Case.objects.filter(pk=in_progress.pk).update(due_on="2027-01-04")
    actions.note(in_progress, by=colleague, text="ขยายเวลา")
    answer = send(seat, in_progress, "ask", form, question="หลุมลึกเท่าใด")
    assert {change.label: change.now for change in answer.context["page"].versions.changes} == {
        "Due": "4 January 2027"
    }


@pytest.mark.parametrize("after", ["", "x", "-1", "9" * 40, "๑", "\x00"])
def test_what_makes_no_sense_shows_no_versions_and_no_error(desk, case, head, after):
    answer = desk(head).do(case, "assign", task=0, to="x", after=after, seen_due="2026-13-45")
    assert (answer.status_code, answer.context["page"].versions) == (409, None)


def test_bulk_does_not_pass_over_a_note_either(desk, case, head, colleague):
    row = f"{case.number}:{open_task(case)}:{case.events.latest('pk').pk}"
    actions.note(case, by=colleague, text="ไม่ใช่ของกองนี้หรือ")
    answer = desk(head).post("/en/staff/bulk/extend/", {"row": [row], "days": "1", "reason": "x"})
    assert (answer.status_code, CHANGED in text(answer)) == (409, True)
