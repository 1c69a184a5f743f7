"""Reminders by the table: when each rule speaks, of which case, and only once."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from cases import actions
from cases.actions import reminders
from cases.actions.extension import extend
from cases.deadlines.work_calendar import DAY, WorkCalendar
from cases.models import Case, EscalationRule, RequestType
from tests.factories import CaseFactory, DepartmentFactory, RequestTypeFactory
from workflows.jobs import case_jobs

pytestmark = pytest.mark.django_db
BANGKOK = ZoneInfo("Asia/Bangkok")
MONDAY = datetime.datetime(2026, 11, 16, 10, 0, tzinfo=BANGKOK)


def rule(when: str, days: int, to: str = "head") -> EscalationRule:
    return EscalationRule.objects.create(when=when, days=days, to=to)


def november(day: int, hour: int = 9) -> datetime.datetime:
    return datetime.datetime(2026, 11, 1, hour, tzinfo=BANGKOK) + (day - 1) * DAY


@pytest.fixture
def made(department, head, officer):
    """A case of Monday 16 November with five working days: due on Monday 23."""

    def make(*, looked_at: bool = False, **wish) -> Case:
        request_type = RequestTypeFactory(code="road_damage", department=department, target_working_days=5)
        wish |= {"now": MONDAY, "head": head, "officer": officer}
        case = CaseFactory(request_type=request_type, **{"resolved": looked_at} | wish)
        if looked_at:
            RequestType.objects.update(look_again_days=5)
            case = actions.reopen(case, reason="ยังเป็นหลุม", now=MONDAY)
        return case

    return make


# When → the days of November on which it speaks, of those that are tried.
SPEAKS = [
    ("due_in", 2, "officer", {"in_progress": True}, {19, 20}),
    ("due_in", 1, "officer", {"in_progress": True}, {20}),
    ("due_today", 0, "officer", {"in_progress": True}, {23}),
    ("late", 1, "head", {"in_progress": True}, {24, 25, 30, 37}),
    ("late", 5, "clerk", {"in_progress": True}, {30, 37}),
    ("late", 10, "executive", {"in_progress": True}, {37}),
    ("unassigned", 1, "head", {}, {17, 18, 19, 20, 23, 24, 25, 30, 37}),
    ("unassigned", 3, "head", {}, {19, 20, 23, 24, 25, 30, 37}),
    ("unassigned", 1, "head", {"assigned": True}, set()),
    ("reply_late", 1, "head", {}, {24, 25, 30, 37}),
    ("reply_late", 1, "head", {"assigned": True}, set()),
    ("reopen_due", 2, "head", {"looked_at": True}, {19, 20, 23}),
    ("reopen_due", 2, "clerk", {"in_progress": True}, set()),
]
TRIED = (16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 30, 37)


@pytest.mark.parametrize(("when", "days", "to", "state", "speaks"), SPEAKS)
def test_a_rule_speaks_on_its_days_alone(made, when, days, to, state, speaks):
    case, one, calendar = made(**state), rule(when, days, to), WorkCalendar.load()
    found = {
        day
        for day in TRIED
        if calendar.has_opened(november(day))
        and reminders.candidates(one, calendar=calendar, now=november(day)).exists()
    }
    assert found == speaks
    for day in sorted(speaks)[:1]:
        assert reminders.remind(case, one, calendar=calendar, now=november(day)) is not None
    for day in {16, 17, 22} - speaks:
        assert reminders.remind(case, one, calendar=calendar, now=november(day)) is None


def test_a_rule_speaks_once_however_often_the_job_runs(made):
    made(in_progress=True)
    rule("late", 1)
    assert [
        case_jobs.escalate(now=november(24)),
        case_jobs.escalate(now=november(24)),
        case_jobs.escalate(now=november(25)),
    ] == [
        1,
        0,
        0,
    ]


def test_each_rule_speaks_for_itself(made):
    made(in_progress=True)
    rule("late", 1), rule("late", 1, "officer"), rule("late", 5, "clerk")
    assert [case_jobs.escalate(now=november(24)), case_jobs.escalate(now=november(30))] == [2, 1]


def test_more_time_is_reminded_of_anew(made, head):
    case = made(in_progress=True)
    rule("due_today", 0, "officer")
    assert case_jobs.escalate(now=november(23)) == 1
    extend(case, to=november(24).date(), by=head, reason="รออะไหล่", now=november(23))
    assert [case_jobs.escalate(now=november(23)), case_jobs.escalate(now=november(24))] == [0, 1]


def test_a_case_that_was_given_back_is_unassigned_from_that_day(made, officer):
    case = made(in_progress=True)
    rule("unassigned", 1)
    actions.hand_back(case, by=officer, reason="ต้องใช้รถ", now=november(23))
    assert [
        case_jobs.escalate(now=november(23)),
        case_jobs.escalate(now=november(24)),
        case_jobs.escalate(now=november(25)),
    ] == [
        0,
        1,
        0,
    ]


def test_a_case_of_saturday_is_unassigned_from_monday(made):
    case = made()
    one, calendar = rule("unassigned", 1), WorkCalendar.load()
    saturday = CaseFactory(request_type=case.request_type, now=november(21, 12))
    assert saturday not in reminders.candidates(one, calendar=calendar, now=november(23))
    assert saturday in reminders.candidates(one, calendar=calendar, now=november(24))


def test_nobody_is_reminded_at_night_at_the_weekend_or_on_a_holiday(made):
    made(in_progress=True)
    rule("late", 1)
    assert [case_jobs.escalate(now=november(24, 7)), case_jobs.escalate(now=november(28))] == [0, 0]
    assert case_jobs.escalate(now=november(24)) == 1


@pytest.mark.parametrize("state", ["waiting", "resolved", "rejected", "withdrawn", "closed"])
def test_nobody_is_reminded_of_a_case_that_waits_or_has_ended(made, state):
    case, late = made(**{state: True}), rule("late", 1)
    assert case_jobs.escalate(now=november(37)) == 0
    assert reminders.remind(case, late, calendar=WorkCalendar.load(), now=november(37)) is None


def test_a_rule_that_is_out_of_use_says_nothing(made):
    made(in_progress=True)
    EscalationRule.objects.create(when="late", days=1, to="head", active=False)
    assert case_jobs.escalate(now=november(24)) == 0


def test_a_rule_for_the_officer_waits_until_there_is_one(made, head, officer):
    case = made()
    rule("late", 1, "officer")
    assert case_jobs.escalate(now=november(24)) == 0
    actions.assign(case, to=officer, by=head, now=november(24))
    assert case_jobs.escalate(now=november(24)) == 1


@pytest.mark.parametrize(("to", "told"), [("head", 1), ("officer", 1), ("clerk", 0), ("executive", 0)])
def test_a_restricted_case_is_told_of_in_its_department_alone(made, to, told):
    case = made(in_progress=True)
    case.request_type.restricted = True
    case.request_type.save()
    rule("late", 1, to)
    assert case_jobs.escalate(now=november(24)) == told


def test_the_transfer_to_another_department_begins_anew(made, head):
    case = made()
    rule("unassigned", 1)
    assert case_jobs.escalate(now=november(17)) == 1
    actions.transfer(case, to=DepartmentFactory(), by=head, reason="ไม่ใช่ของเรา", now=november(18))
    assert [case_jobs.escalate(now=november(18)), case_jobs.escalate(now=november(19))] == [0, 1]


def test_finding_the_cases_costs_one_statement_for_each_rule(made, django_assert_num_queries):
    for _ in range(3):
        made(in_progress=True)
    one, calendar = rule("late", 1), WorkCalendar.load()
    with django_assert_num_queries(1):
        assert len(reminders.candidates(one, calendar=calendar, now=november(24))) == 3


@pytest.mark.parametrize(
    ("when", "days", "to"),
    [("late", 0, "head"), ("due_today", 1, "head"), ("late", 251, "head"), ("unassigned", 1, "officer")],
)
def test_a_rule_that_makes_no_sense_is_refused_by_form_and_database(when, days, to):
    one = EscalationRule(when=when, days=days, to=to)
    with pytest.raises(ValidationError):
        one.full_clean()
    with pytest.raises(IntegrityError):
        one.save()


def test_whom_a_reminder_is_for_stands_in_its_event(made):
    case = made(in_progress=True)
    rule("late", 5, "clerk")
    case_jobs.escalate(now=november(30))
    assert reminders.audience_of(case.events.latest("pk")) == "clerk"
    assert reminders.audience_of(case.events.earliest("pk")) == ""
