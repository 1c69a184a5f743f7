"""The verbs: what each writes into the case and its history, and when it refuses."""

import datetime

import pytest
from django.utils import timezone
from django_fsm import TransitionNotAllowed

from cases import actions
from cases.access.case_passwords import matches
from cases.deadlines.work_calendar import DAY, WorkCalendar
from cases.errors import Refused
from cases.models import Case, CaseEvent
from tests.factories import (
    STATES,
    CaseFactory,
    DepartmentFactory,
    ExternalAgencyFactory,
    OfficerFactory,
    ResultCodeFactory,
)
from tests.pictures import photo

pytestmark = pytest.mark.django_db
MONDAY = datetime.datetime(2026, 11, 16, 3, 0, tzinfo=datetime.UTC)
# Midnight in Thailand, after the fourteenth day.
FORTNIGHT_OVER = datetime.datetime(2026, 11, 30, 17, 0, tzinfo=datetime.UTC)
LAST_MOMENT = FORTNIGHT_OVER - datetime.timedelta.resolution
Kind = CaseEvent.Kind


def _case(**wish) -> Case:
    return CaseFactory(now=MONDAY, request_type__target_working_days=5, **wish)


def _last(case: Case) -> CaseEvent:
    return case.events.latest("pk")


@pytest.mark.parametrize("state", STATES)
def test_every_state_can_be_reached(state):
    assert _case(**{state: True}).status == state


@pytest.mark.parametrize("state", STATES)
def test_the_citizen_reads_a_word_for_every_state(state):
    assert _case(**{state: True}).citizen_status


def test_the_status_cannot_be_set_by_hand(case):
    with pytest.raises(AttributeError):
        case.status = "closed"


def test_the_status_stays_protected_after_a_refresh(case):
    case.refresh_from_db()
    with pytest.raises(AttributeError):
        case.status = "closed"


class TestAssigning:
    def test_names_the_officer_and_keeps_the_note_for_the_staff(self, case, head, officer):
        case = actions.assign(case, to=officer, by=head, note="ด่วน")
        event = _last(case)
        assert (case.officer, event.by, event.message) == (officer, head, "ด่วน")
        assert event.citizen_message == ""

    def test_takes_only_somebody_of_the_department(self, case, head, stranger):
        with pytest.raises(Refused):
            actions.assign(case, to=stranger, by=head)

    def test_takes_nobody_who_has_left(self, case, head, officer):
        officer.is_active = False
        officer.save()
        with pytest.raises(Refused):
            actions.assign(case, to=officer, by=head)

    def test_the_same_officer_again_is_refused(self, case, head, officer):
        case = actions.assign(case, to=officer, by=head)
        with pytest.raises(Refused):
            actions.assign(case, to=officer, by=head)

    def test_another_officer_may_take_over(self, case, head, officer, colleague):
        case = actions.assign(case, to=officer, by=head)
        assert actions.assign(case, to=colleague, by=head).officer == colleague


class TestTransferring:
    def test_leaves_the_officer_and_the_unit_behind(self, head):
        case = _case(assigned=True)
        other = DepartmentFactory(code="PHE")
        case = actions.transfer(case, to=other, by=head, reason="อยู่ในความรับผิดชอบของท่าน")
        assert (case.department, case.officer, case.unit, case.status) == (other, None, None, "assigned")

    def test_before_it_was_taken_it_stays_received(self, case, head):
        case = actions.transfer(case, to=DepartmentFactory(code="PHE"), by=head, reason="-")
        assert case.status == "received"

    def test_to_the_same_department_is_refused(self, case, head):
        with pytest.raises(Refused):
            actions.transfer(case, to=case.department, by=head, reason="-")

    def test_to_a_closed_department_is_refused(self, case, head):
        with pytest.raises(Refused):
            actions.transfer(case, to=DepartmentFactory(code="OLD", active=False), by=head, reason="-")


class TestHandingBack:
    def test_leaves_the_decision_to_the_head(self):
        case = _case(in_progress=True)
        case = actions.hand_back(case, by=case.officer, reason="ต้องใช้รถกระเช้า")
        assert (case.status, case.officer) == ("assigned", None)

    def test_without_an_officer_is_refused(self):
        case = _case(in_progress=True)
        officer = case.officer
        case = actions.hand_back(case, by=officer, reason="-")
        with pytest.raises(Refused):
            actions.hand_back(case, by=officer, reason="-")


class TestAskingAndAnswering:
    def test_the_question_is_for_the_citizen(self):
        case = _case(waiting=True)
        assert _last(case).citizen_message == case.question != ""

    def test_the_deadline_stands_still_while_the_citizen_is_asked(self):
        case = _case(waiting=True)
        assert case.days_left_at_pause == 5
        later = MONDAY + 7 * DAY
        case = actions.answer(case, text="หน้าบ้านเลขที่ 9", now=later)
        left = WorkCalendar.load().between(timezone.localdate(later), case.due_on)
        assert (left, case.days_left_at_pause) == (5, None)

    def test_a_case_that_was_late_stays_as_late(self):
        case = _case(in_progress=True)
        asked = MONDAY + 14 * DAY
        case = actions.ask(case, by=case.officer, question="ที่ไหน", now=asked)
        case = actions.answer(case, text="ที่นี่", now=asked + DAY)
        assert WorkCalendar.load().between(timezone.localdate(asked + DAY), case.due_on) < 0

    def test_a_waiting_case_is_never_late(self):
        case = _case(waiting=True)
        Case.objects.filter(pk=case.pk).update(due_on=datetime.date(2020, 1, 1))
        assert not Case.objects.late().exists()
        assert not Case.objects.get().is_late

    def test_the_answer_brings_its_photos(self):
        case = actions.answer(_case(waiting=True), text="นี่ครับ", photos=[photo()])
        assert (case.status, _last(case).attachments.count()) == ("in_progress", 1)


class TestResolving:
    def test_writes_the_result_its_details_and_its_day(self):
        case, code = _case(in_progress=True), ResultCodeFactory()
        case = actions.resolve(case, by=case.officer, result=code, details="เรียบร้อย", now=MONDAY + DAY)
        assert (case.result, case.result_details, case.result_on) == (
            code,
            "เรียบร้อย",
            datetime.date(2026, 11, 17),
        )
        assert case.resolved_at == case.ended_at == MONDAY + DAY

    @pytest.mark.parametrize("days", [-1, 2], ids=["before it came", "in the future"])
    def test_on_an_impossible_day_is_refused(self, days):
        case = _case(in_progress=True)
        day = timezone.localdate(MONDAY) + days * DAY
        with pytest.raises(Refused):
            actions.resolve(
                case, by=case.officer, result=ResultCodeFactory(), details="-", on=day, now=MONDAY + DAY
            )

    def test_before_the_work_has_begun_is_refused(self):
        case = _case(assigned=True)
        with pytest.raises(TransitionNotAllowed):
            actions.resolve(case, by=case.officer, result=ResultCodeFactory(), details="-")


class TestRejecting:
    def test_says_why_and_where_to_go(self, case, head):
        agency = ExternalAgencyFactory()
        case = actions.reject(case, by=head, reason="ไม่ใช่ถนนของเทศบาล", agency=agency)
        assert (case.status, case.agency, case.result_details) == ("rejected", agency, "ไม่ใช่ถนนของเทศบาล")
        assert _last(case).citizen_message == "ไม่ใช่ถนนของเทศบาล"


class TestWithdrawing:
    @pytest.mark.parametrize("state", ["received", "assigned", "in_progress", "waiting"])
    def test_is_the_citizens_right_until_the_result(self, state):
        case = actions.withdraw(_case(**{state: True}), reason="แก้เองแล้ว")
        assert (case.status, case.days_left_at_pause, case.ended_at is None) == ("withdrawn", None, False)

    @pytest.mark.parametrize("state", ["resolved", "rejected", "withdrawn", "closed"])
    def test_afterwards_is_refused(self, state):
        with pytest.raises(TransitionNotAllowed):
            actions.withdraw(_case(**{state: True}))


class TestReopening:
    def test_takes_the_result_back_and_gives_a_new_deadline(self):
        case = _case(resolved=True)
        case = actions.reopen(case, reason="ยังเป็นหลุมอยู่", now=MONDAY + 7 * DAY)
        assert (case.status, case.officer, case.result, case.result_on, case.reopened) == (
            "assigned",
            None,
            None,
            None,
            1,
        )
        assert case.due_on == datetime.date(2026, 11, 30)

    def test_on_the_last_day_is_taken(self):
        case = _case(resolved=True)
        assert actions.reopen(case, reason="-", now=LAST_MOMENT).status == "assigned"

    def test_after_14_days_is_refused(self):
        case = _case(resolved=True)
        with pytest.raises(Refused):
            actions.reopen(case, reason="-", now=FORTNIGHT_OVER)


class TestClosing:
    def test_happens_after_14_days_of_silence(self):
        case = actions.close(_case(resolved=True), now=FORTNIGHT_OVER)
        event = _last(case)
        assert (case.status, event.actor, event.by) == ("closed", "system", None)

    def test_earlier_is_refused(self):
        with pytest.raises(Refused):
            actions.close(_case(resolved=True), now=LAST_MOMENT)

    def test_the_list_of_cases_to_close_knows_the_same_day(self):
        _case(resolved=True)
        assert not Case.objects.to_close(LAST_MOMENT).exists()
        assert Case.objects.to_close(FORTNIGHT_OVER).exists()


class TestANewPassword:
    def test_opens_the_case_and_the_old_one_does_not(self, somchai):
        case, password = actions.change_password(somchai.case)
        assert matches(password, case.password)
        assert not matches(somchai.password, case.password)

    def test_ends_the_sessions_that_the_old_one_opened(self, somchai):
        stamp = somchai.case.session_stamp
        case, _ = actions.change_password(somchai.case)
        assert not case.stamp_matches(stamp)


def test_a_note_is_never_the_citizens_to_read(case, clerk):
    event = actions.note(case, by=clerk, text="โทรแล้ว")
    assert (event.citizen_message, event.kind in CaseEvent.SHOWN) == ("", False)


def test_an_event_says_what_was_true_when_it_happened():
    case = _case(resolved=True)
    steps = list(case.events.values_list("kind", "from_status", "to_status", "actor"))
    assert steps == [
        ("submitted", "", "received", "citizen"),
        ("assigned", "received", "assigned", "staff"),
        ("started", "assigned", "in_progress", "staff"),
        ("resolved", "in_progress", "resolved", "staff"),
    ]


def test_a_name_is_written_with_its_title_close_to_it():
    assert CaseFactory(title_other="หลวงพ่อ").applicant_name == "หลวงพ่อ สมชาย ใจดี"


def test_a_head_may_work_on_a_case_herself(case, head):
    case = actions.assign(case, to=head, by=head)
    assert actions.start(case, by=head).officer == head


def test_a_colleague_of_another_department_reads_a_case_that_she_is_in_charge_of(case, head, officer):
    elsewhere = OfficerFactory(department__code="PHE")
    assert not Case.objects.visible_to(elsewhere).exists()
    assert Case.objects.visible_to(officer).exists()
