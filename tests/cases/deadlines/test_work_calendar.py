"""Working days, office hours, and the deadlines that follow from them."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.deadlines.work_calendar import DAY, WorkCalendar
from cases.models import Holiday
from cases.reference import holidays

BANGKOK = ZoneInfo("Asia/Bangkok")
SONGKRAN = frozenset(datetime.date(2026, 4, day) for day in (13, 14, 15))
CALENDAR = WorkCalendar(SONGKRAN)
DAYS = st.dates(datetime.date(2026, 1, 1), datetime.date(2027, 12, 31))
WORKING_DAYS = DAYS.filter(CALENDAR.is_working)


def bangkok(*when: int) -> datetime.datetime:
    return datetime.datetime(*when, tzinfo=BANGKOK)  # type: ignore[misc, arg-type]


@given(DAYS, st.integers(1, 90))
def test_a_deadline_never_falls_on_a_closed_day(day, working_days):
    assert CALENDAR.is_working(CALENDAR.shift(day, working_days))


@given(DAYS, st.integers(0, 60), st.integers(0, 60))
def test_more_working_days_never_end_earlier(day, fewer, more):
    assert CALENDAR.shift(day, fewer) <= CALENDAR.shift(day, fewer + more)


@given(DAYS, DAYS, st.integers(0, 60))
def test_a_later_start_never_ends_earlier(one, other, working_days):
    early, late = sorted((one, other))
    assert CALENDAR.shift(early, working_days) <= CALENDAR.shift(late, working_days)


@given(DAYS, st.integers(0, 60))
def test_between_counts_what_shift_has_gone(day, working_days):
    assert CALENDAR.between(day, CALENDAR.shift(day, working_days)) == working_days


@given(WORKING_DAYS, st.integers(-30, 60))
def test_a_pause_that_ends_on_the_same_day_changes_nothing(day, working_days):
    due = CALENDAR.shift(day, working_days)
    assert CALENDAR.shift(day, CALENDAR.between(day, due)) == due


@given(WORKING_DAYS, st.integers(0, 30), DAYS)
def test_the_working_days_left_are_the_same_before_and_after_a_pause(asked, left, answered):
    due = CALENDAR.shift(asked, left)
    resumed = CALENDAR.shift(answered, CALENDAR.between(asked, due))
    assert CALENDAR.between(answered, resumed) == left


@given(DAYS, DAYS)
def test_between_is_the_same_backwards_with_the_sign_turned(one, other):
    assert CALENDAR.between(one, other) == -CALENDAR.between(other, one)


MARCH = datetime.datetime(2026, 3, 1, tzinfo=BANGKOK)
MOMENTS = st.integers(0, 120 * 24 * 60).map(lambda minutes: MARCH + datetime.timedelta(minutes=minutes))


@given(MOMENTS, st.timedeltas(datetime.timedelta(), datetime.timedelta(days=40)))
def test_working_time_is_never_longer_than_the_time(start, span):
    assert datetime.timedelta() <= CALENDAR.working_time(start, start + span) <= span


@given(MOMENTS, MOMENTS, MOMENTS)
def test_working_time_adds_up(one, other, third):
    first, second, last = sorted((one, other, third))
    whole = CALENDAR.working_time(first, last)
    assert CALENDAR.working_time(first, second) + CALENDAR.working_time(second, last) == whole


@given(MOMENTS, MOMENTS)
def test_working_time_is_the_same_backwards_with_the_sign_turned(one, other):
    assert CALENDAR.working_time(one, other) == -CALENDAR.working_time(other, one)


@given(DAYS.filter(lambda day: not CALENDAR.is_working(day)))
def test_nothing_is_worked_on_a_closed_day(day):
    start = datetime.datetime.combine(day, datetime.time.min, BANGKOK)
    assert CALENDAR.working_time(start, start + DAY) == datetime.timedelta()


@given(WORKING_DAYS)
def test_a_working_day_has_eight_hours(day):
    start = datetime.datetime.combine(day, datetime.time.min, BANGKOK)
    assert CALENDAR.working_time(start, start + DAY) == datetime.timedelta(hours=8)


@given(MOMENTS, MOMENTS)
def test_working_time_begins_where_a_case_begins_to_count(filed, later):
    counted = CALENDAR.counted_from(filed)
    assert CALENDAR.working_time(filed, max(later, counted)) == CALENDAR.working_time(
        counted, max(later, counted)
    )


@given(DAYS, st.integers(1, 60))
def test_so_many_working_days_have_passed_since_that_day_and_not_since_the_next(today, working_days):
    day = CALENDAR.passed(today, working_days)
    assert CALENDAR.between(day, today) == working_days
    assert CALENDAR.between(day + DAY, today) < working_days


@given(MOMENTS, DAYS)
def test_what_comes_after_the_last_closing_counts_from_a_later_day(moment, day):
    counted = CALENDAR.counted_from(moment).date()
    assert (moment <= CALENDAR.last_closing(day)) == (counted <= day)


@given(MOMENTS)
def test_the_office_has_opened_on_working_days_from_its_hour_on(moment):
    expected = CALENDAR.is_working(moment.date()) and moment.time() >= CALENDAR.opens
    assert CALENDAR.has_opened(moment) == expected


def test_working_time_passes_over_songkran_and_the_weekend():
    friday, thursday = bangkok(2026, 4, 10, 15, 30), bangkok(2026, 4, 16, 9, 30)
    assert CALENDAR.working_time(friday, thursday) == datetime.timedelta(hours=2)


@pytest.mark.parametrize(("target", "due"), [(30, 27), (5, 27), (2, 24)])
def test_a_first_reply_is_due_within_the_days_of_the_charter_or_with_the_result(target, due):
    assert CALENDAR.first_reply_due(bangkok(2026, 11, 20, 9, 0), target) == datetime.date(2026, 11, due)


def test_songkran_is_not_counted():
    friday = datetime.date(2026, 4, 10)
    assert CALENDAR.shift(friday, 1) == datetime.date(2026, 4, 16)


@pytest.mark.parametrize(
    ("filed", "counted"),
    [
        (bangkok(2026, 11, 20, 10, 0), bangkok(2026, 11, 20, 10, 0)),
        (bangkok(2026, 11, 20, 16, 30), bangkok(2026, 11, 20, 16, 30)),
        (bangkok(2026, 11, 20, 7, 15), bangkok(2026, 11, 20, 8, 30)),
        (bangkok(2026, 11, 20, 16, 31), bangkok(2026, 11, 23, 8, 30)),
        (bangkok(2026, 11, 21, 10, 0), bangkok(2026, 11, 23, 8, 30)),
        (bangkok(2026, 4, 11, 0, 0), bangkok(2026, 4, 16, 8, 30)),
    ],
    ids=["in office hours", "at the last minute", "early", "in the evening", "on a Saturday", "Songkran"],
)
def test_a_case_counts_from_the_office_hours_in_which_it_came(filed, counted):
    assert CALENDAR.counted_from(filed) == counted


def test_the_evening_in_bangkok_counts_not_the_afternoon_in_london():
    filed = datetime.datetime(2026, 11, 20, 12, 0, tzinfo=datetime.UTC)
    assert CALENDAR.counted_from(filed) == bangkok(2026, 11, 23, 8, 30)


def test_the_day_of_receipt_is_not_counted():
    assert CALENDAR.due(bangkok(2026, 11, 16, 9, 0), 1) == datetime.date(2026, 11, 17)


def test_a_case_of_friday_evening_starts_to_count_on_monday():
    assert CALENDAR.due(bangkok(2026, 11, 20, 20, 0), 1) == datetime.date(2026, 11, 24)


@pytest.mark.django_db
def test_a_day_off_that_the_cabinet_adds_moves_the_deadlines():
    monday = bangkok(2026, 11, 16, 9, 0)
    Holiday.objects.create(day=datetime.date(2026, 11, 17), name_th="วันหยุดพิเศษตามมติคณะรัฐมนตรี")
    assert WorkCalendar.load().due(monday, 1) == datetime.date(2026, 11, 18)


@pytest.mark.django_db
def test_labour_day_is_a_working_day_for_the_offices():
    holidays.load([2026])
    assert WorkCalendar.load().is_working(datetime.date(2026, 5, 1))


@pytest.mark.django_db
def test_the_days_of_songkran_come_with_the_reference_data():
    holidays.load([2026])
    calendar = WorkCalendar.load()
    assert not any(calendar.is_working(datetime.date(2026, 4, 13) + n * DAY) for n in range(3))
