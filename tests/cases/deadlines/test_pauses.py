"""Pauses: since when, for how long, and what the first reply has to do with the clock."""

import datetime
from zoneinfo import ZoneInfo

import pytest

from cases import actions
from cases.deadlines.first_reply import first_reply, is_missing
from cases.deadlines.pauses import lengths, paused_since, pauses
from cases.deadlines.work_calendar import DAY, WorkCalendar
from cases.models import Case
from tests.factories import CaseFactory, DepartmentFactory

pytestmark = pytest.mark.django_db
MONDAY = datetime.datetime(2026, 11, 16, 10, 0, tzinfo=ZoneInfo("Asia/Bangkok"))


def events(case: Case) -> list:  # type: ignore[type-arg]
    return list(case.events.order_by("at", "pk"))


def reply(case: Case, day: int):
    today = datetime.date(2026, 11, day)
    return first_reply(Case.objects.get(pk=case.pk), events(case), calendar=WorkCalendar.load(), today=today)


def test_a_case_that_waits_is_paused_since_its_question():
    case = CaseFactory(waiting=True, now=MONDAY)
    assert paused_since(case, events(case)) == MONDAY
    assert pauses(events(case)) == []


def test_a_case_that_runs_is_not_paused(case):
    assert paused_since(case, events(case)) is None


@pytest.mark.parametrize(("days", "length"), [(0, 0), (1, 1), (5, 4), (7, 5)])
def test_a_pause_lasts_from_the_question_to_the_answer_in_working_days(days, length):
    case = actions.answer(CaseFactory(waiting=True, now=MONDAY), text="หน้าบ้าน", now=MONDAY + days * DAY)
    assert lengths(events(case), WorkCalendar.load()) == {case.events.latest("pk").pk: length}


def test_each_pause_is_counted_for_itself(officer):
    case = actions.answer(CaseFactory(waiting=True, now=MONDAY), text="หน้าบ้าน", now=MONDAY + DAY)
    case = actions.ask(case, by=officer, question="สีอะไร", now=MONDAY + 2 * DAY)
    case = actions.withdraw(case, now=MONDAY + 4 * DAY)
    assert list(lengths(events(case), WorkCalendar.load()).values()) == [1, 2]


def test_a_new_case_waits_for_its_first_reply():
    case = CaseFactory(now=MONDAY)
    assert [reply(case, 23).is_late, reply(case, 24).is_late] == [False, True]
    assert list(Case.objects.filter(is_missing(datetime.date(2026, 11, 24)))) == [case]
    assert not Case.objects.filter(is_missing(datetime.date(2026, 11, 23))).exists()


def test_taking_the_case_is_the_first_reply():
    case = CaseFactory(now=MONDAY)
    head, officer = case.department.memberships.get(role="head").user, CaseFactory(assigned=True).officer
    officer.memberships.update(department=case.department)
    actions.assign(case, to=officer, by=head, now=MONDAY + 2 * DAY)
    given = reply(case, 30)
    assert (given.given_at, given.is_late, given.hours) == (MONDAY + 2 * DAY, False, 16)
    assert not Case.objects.filter(is_missing(datetime.date(2026, 12, 1)), pk=case.pk).exists()


def test_a_reply_after_its_day_stays_late(head):
    case = CaseFactory(now=MONDAY)
    actions.reject(case, by=head, reason="ไม่ใช่ของเรา", agency=None, now=MONDAY + 8 * DAY)
    assert reply(case, 30).is_late


def test_sending_it_on_is_no_reply(head):
    case = CaseFactory(now=MONDAY)
    actions.transfer(case, to=DepartmentFactory(), by=head, reason="ไม่ใช่ของเรา", now=MONDAY)
    assert reply(case, 24).given_at is None


def test_who_withdraws_needs_no_reply_nor_does_a_case_of_before():
    case = CaseFactory(now=MONDAY)
    Case.objects.update(first_reply_due_on=None)
    assert reply(case, 24) is None
    assert reply(CaseFactory(withdrawn=True, now=MONDAY), 24) is None
