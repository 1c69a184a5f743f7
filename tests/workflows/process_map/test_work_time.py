"""Working time by arithmetic is what the calendar counts day by day."""

import datetime

from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.deadlines.work_calendar import WorkCalendar
from workflows.process_map.work_time import WorkTime, changed_since, described

BEGIN = datetime.date(2024, 1, 1)
DAYS = st.dates(BEGIN, BEGIN + datetime.timedelta(days=900))
MOMENTS = st.builds(
    lambda day, time: timezone.make_aware(datetime.datetime.combine(day, time)), DAYS, st.times()
)
HOURS = st.sampled_from([(8, 30, 16, 30), (8, 0, 12, 0), (0, 0, 23, 59)])
CALENDARS = st.builds(
    lambda days, hours: WorkCalendar(days, datetime.time(*hours[:2]), datetime.time(*hours[2:])),
    st.frozensets(DAYS, max_size=40),
    HOURS,
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(CALENDARS, MOMENTS, MOMENTS)
def test_it_is_what_the_calendar_counts(calendar, start, end):
    assert WorkTime(calendar).between(start, end) == calendar.working_time(start, end)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(CALENDARS, CALENDARS)
def test_days_from_the_first_other_holiday_on_have_changed(one, two):
    since = changed_since(described(one), two)
    if one == two:
        assert since is None
    elif (one.opens, one.closes) != (two.opens, two.closes):
        assert since == datetime.date.min
    else:
        assert since == min(one.holidays ^ two.holidays)


def test_a_working_day_has_ten_tenths():
    monday = datetime.datetime(2026, 6, 1, 8, 30, tzinfo=timezone.get_default_timezone())
    time = WorkTime(WorkCalendar(frozenset()))
    ends = [monday + datetime.timedelta(hours=hours) for hours in (0, 4, 8, 24)]
    assert [time.tenths(monday, end) for end in ends] == [0, 5, 10, 10]
