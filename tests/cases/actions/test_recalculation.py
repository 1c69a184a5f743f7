"""A day off that is added or removed afterwards: which due dates move, how far, and only once."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases import actions
from cases.actions.extension import extend
from cases.actions.recalculation import _moved
from cases.deadlines import holiday_changes
from cases.deadlines.work_calendar import DAY, WorkCalendar
from cases.events import Kind
from cases.models import CalendarChange, Case, Holiday
from cases.models.case.event_content import Recalculation
from tests.factories import CaseFactory, RequestTypeFactory
from workflows.jobs import case_jobs

BANGKOK = ZoneInfo("Asia/Bangkok")
MONDAY = datetime.datetime(2026, 11, 16, 10, 0, tzinfo=BANGKOK)
DUE = datetime.date(2026, 11, 23)
pytestmark = pytest.mark.django_db


def november(day: int) -> datetime.date:
    return datetime.date(2026, 11, day)


def at(day: int) -> datetime.datetime:
    return MONDAY + (day - 16) * DAY


@pytest.fixture
def made(department, head, officer):
    """A case of Monday 16 November with five working days: due on Monday 23."""

    def make(**wish) -> Case:
        request_type = RequestTypeFactory(code="road_damage", department=department, target_working_days=5)
        return CaseFactory(request_type=request_type, now=MONDAY, head=head, officer=officer, **wish)

    return make


def close(*days: int, now: datetime.datetime) -> None:
    """The cabinet adds days off."""
    Holiday.objects.bulk_create(Holiday(day=november(day)) for day in days)
    holiday_changes.note(now=now)


def recounted(case: Case, now: datetime.datetime) -> datetime.date:
    case_jobs.recount_due_dates(now=now)
    return Case.objects.get(pk=case.pk).due_on


@pytest.mark.parametrize(
    ("day", "due"),
    [(16, 23), (17, 24), (20, 24), (23, 24), (24, 23), (21, 23)],
    ids=[
        "the day of receipt",
        "the first day",
        "a day between",
        "the due date",
        "the day after",
        "a Saturday",
    ],
)
def test_a_day_off_within_the_days_counted_gives_a_day_back(made, day, due):
    case = made(in_progress=True)
    close(day, now=at(17))
    assert recounted(case, at(17)) == november(due)


def test_several_days_off_are_counted_one_after_the_other(made):
    case = made(in_progress=True)
    close(23, 24, now=at(17))
    assert recounted(case, at(17)) == november(25)


def test_the_citizen_sees_the_move_and_gets_no_letter(made):
    case = made(in_progress=True)
    letters = case.notices.count()
    close(23, now=at(17))
    recounted(case, at(17))
    event = case.events.latest("pk")
    content = Recalculation(DUE, november(24), CalendarChange.objects.get().pk)
    assert (event.kind, event.content) == (Kind.RECOUNTED, content)
    assert case.notices.count() == letters


def test_a_day_off_that_is_removed_again_is_as_if_it_had_never_been(made):
    case = made(in_progress=True)
    close(20, now=at(17))
    assert recounted(case, at(17)) == november(24)
    Holiday.objects.get(day=november(20)).delete()
    assert recounted(case, at(18)) == DUE


def test_a_second_run_moves_nothing(made):
    case = made(in_progress=True)
    close(20, now=at(17))
    assert [case_jobs.recount_due_dates(now=at(17)), case_jobs.recount_due_dates(now=at(18))] == [1, 0]
    assert case.events.filter(kind=Kind.RECOUNTED).count() == 1


def test_a_case_that_was_filed_after_the_change_is_counted_with_it_already(made):
    before = made(in_progress=True)
    close(20, now=MONDAY - DAY)
    assert recounted(before, at(17)) == DUE


def test_a_case_that_waits_keeps_its_days(made):
    case = made(waiting=True)
    close(20, now=at(17))
    recounted(case, at(17))
    assert actions.answer(case, text="หน้าบ้าน", now=at(18)).due_on == november(26)


def test_a_day_off_before_the_answer_does_not_count(made):
    case = actions.answer(made(waiting=True), text="หน้าบ้าน", now=at(18))
    assert case.due_on == november(25)
    close(17, now=at(19))
    assert recounted(case, at(19)) == november(25)
    close(20, now=at(19))
    assert recounted(case, at(19)) == november(26)


def test_a_date_that_the_head_has_set_moves_only_off_the_closed_day(made, head):
    case = extend(made(in_progress=True), to=november(26), by=head, reason="รออะไหล่", now=at(17))
    close(25, now=at(18))
    assert recounted(case, at(18)) == november(26)
    close(26, now=at(18))
    assert recounted(case, at(18)) == november(27)


def test_the_first_reply_moves_too(made):
    case = made()
    close(18, now=at(17))
    case_jobs.recount_due_dates(now=at(17))
    assert Case.objects.get(pk=case.pk).first_reply_due_on == november(24)


def test_a_day_that_is_taken_back_makes_no_case_late(made):
    Holiday.objects.create(day=november(20))
    case = made(in_progress=True)
    assert case.due_on == november(24)
    Holiday.objects.get().delete()
    assert recounted(case, at(24)) == november(24)


def test_a_holiday_that_is_stored_singly_is_noted_at_once(made):
    made()
    Holiday.objects.create(day=november(20))
    assert [(change.day, change.closed) for change in CalendarChange.objects.all()] == [(november(20), True)]


def test_without_open_cases_there_is_nothing_to_settle(db):
    Holiday.objects.create(day=november(20))
    assert CalendarChange.objects.get().settled_at is not None


WEEKDAYS = st.dates(november(1), datetime.date(2027, 1, 31)).filter(lambda day: day.weekday() < 5)


@given(st.sets(WEEKDAYS, max_size=6), WEEKDAYS, WEEKDAYS, st.integers(1, 30))
def test_a_day_added_counts_as_if_it_had_been_known(others, start, added, target):
    old = WorkCalendar(frozenset(others - {added}))
    new = WorkCalendar(frozenset(others | {added}))
    due = old.shift(start, target)
    moved = _moved(due, start, CalendarChange(day=added, closed=True), new, today=start)
    assert moved == new.shift(start, target)


@given(st.sets(WEEKDAYS, max_size=6), WEEKDAYS, WEEKDAYS, st.integers(1, 30))
def test_a_day_removed_counts_as_if_it_had_never_been(others, start, removed, target):
    old = WorkCalendar(frozenset(others | {removed}))
    new = WorkCalendar(frozenset(others - {removed}))
    due = old.shift(start, target)
    moved = _moved(due, start, CalendarChange(day=removed, closed=False), new, today=start)
    assert moved == new.shift(start, target)
