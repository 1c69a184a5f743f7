"""A time is compared with as much of the time before."""

import datetime

import pytest

from workflows.figures import periods
from workflows.figures.periods import Period

Day = datetime.date
TODAY = Day(2026, 11, 22)


def test_thirty_days_end_today_and_follow_thirty_others() -> None:
    found = periods.last_days(TODAY, 30)
    assert found == Period(Day(2026, 10, 24), TODAY, Day(2026, 9, 24), Day(2026, 10, 23))


def test_a_month_that_runs_is_compared_with_the_same_days_of_the_last() -> None:
    found = periods.month(Day(2026, 11, 1), TODAY)
    assert found == Period(Day(2026, 11, 1), TODAY, Day(2026, 10, 1), Day(2026, 10, 22))


def test_a_whole_month_is_compared_with_the_whole_month_before() -> None:
    found = periods.month(Day(2026, 10, 1), TODAY)
    assert found == Period(Day(2026, 10, 1), Day(2026, 10, 31), Day(2026, 9, 1), Day(2026, 9, 30))


def test_the_end_of_march_is_compared_with_all_of_february() -> None:
    found = periods.month(Day(2026, 3, 1), Day(2026, 3, 30))
    assert (found.before_since, found.before_until) == (Day(2026, 2, 1), Day(2026, 2, 28))


def test_the_last_day_of_a_month_makes_it_whole() -> None:
    found = periods.month(Day(2026, 2, 1), Day(2026, 2, 28))
    assert found.before_until == Day(2026, 1, 31)


def test_the_fiscal_year_begins_in_october() -> None:
    assert periods.fiscal_year_of(Day(2026, 9, 30)) == 2025
    found = periods.fiscal_year(periods.fiscal_year_of(TODAY), TODAY)
    assert found == Period(Day(2026, 10, 1), TODAY, Day(2025, 10, 1), Day(2025, 11, 22))


def test_a_fiscal_year_that_is_over_is_whole() -> None:
    found = periods.fiscal_year(2025, TODAY)
    assert found == Period(Day(2025, 10, 1), Day(2026, 9, 30), Day(2024, 10, 1), Day(2025, 9, 30))


@pytest.mark.parametrize(("since", "until", "count"), [(1, 1, 1), (1, 7, 1), (1, 8, 2), (1, 30, 5)])
def test_a_short_time_is_told_by_weeks(since: int, until: int, count: int) -> None:
    assert len(list(periods.between(Day(2026, 11, since), Day(2026, 11, until)).steps())) == count


def test_a_year_is_told_by_months() -> None:
    steps = list(periods.fiscal_year(2025, TODAY).steps())
    assert (len(steps), steps[0], steps[-1]) == (12, Day(2025, 10, 1), Day(2026, 9, 1))
