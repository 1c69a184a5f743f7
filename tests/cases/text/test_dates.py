"""Dates as they are written: the Buddhist era in Thai, the common era in English."""

import datetime

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from cases.text import dates
from cases.text.dates import before_promise, last_of_week, local_day, promised, typed_day

DAY = datetime.date(2026, 11, 22)
# 01:30 on New Year's Day in Bangkok is still the old year in UTC.
NEW_YEAR = datetime.datetime(2026, 12, 31, 18, 30, tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ("language", "long", "short"),
    [
        ("th", "22 พฤศจิกายน 2569", "22 พ.ย. 2569"),
        ("en", "22 November 2026", "22 Nov 2026"),
    ],
)
def test_a_date_is_written_as_its_readers_do(language, long, short):
    with translation.override(language):
        assert (dates.long_date(DAY), dates.short_date(DAY)) == (long, short)


@pytest.mark.parametrize(("language", "text"), [("th", "1 ม.ค. 2570 01:30 น."), ("en", "1 Jan 2027, 01:30")])
def test_a_moment_is_written_in_local_time(language, text):
    with translation.override(language):
        assert dates.date_and_time(NEW_YEAR) == text


def test_the_year_of_a_moment_is_the_year_in_bangkok():
    assert dates.buddhist_year(NEW_YEAR) == 2570


def test_every_month_has_a_name_in_both_languages():
    assert {len(names) for names in (dates.MONTHS_TH, dates.SHORT_TH, dates.MONTHS_EN, dates.SHORT_EN)} == {
        12
    }


FIRST = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)
MOMENTS = st.integers(0, 36_000 * 86_400).map(lambda seconds: FIRST + datetime.timedelta(seconds=seconds))
NEVER = ["2569-02-29", "2566-02-29", "2026-02-29", "2567-02-30", "31/4/2569", "", "x"]


@given(MOMENTS, MOMENTS, st.integers(0, 400))
def test_a_promise_holds_until_the_end_of_its_day_and_no_longer(since, now, days):
    last = promised(since, days)
    day = local_day(since) + datetime.timedelta(days=days)
    assert local_day(last) == day
    assert local_day(last + datetime.timedelta(microseconds=1)) == day + datetime.timedelta(days=1)
    assert (now <= last) == (local_day(now) <= day)
    assert (since <= before_promise(now, days)) == (now > last)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2567-02-29", (2024, 2, 29)),
        ("๒๕๖๗-๐๒-๒๙", (2024, 2, 29)),
        ("29/2/2567", (2024, 2, 29)),
        ("29.2.2024", (2024, 2, 29)),
        ("2569-11-22", (2026, 11, 22)),
    ],
)
def test_a_day_is_typed_in_either_era(typed, day):
    assert typed_day(typed) == datetime.date(*day)


@pytest.mark.parametrize("typed", NEVER)
def test_a_day_that_does_not_exist_is_refused_and_never_moved(typed):
    with pytest.raises(ValueError):  # noqa: PT011
        typed_day(typed)


@given(st.dates(datetime.date(1900, 1, 1), datetime.date(2300, 12, 31)))
def test_every_day_is_the_same_in_both_eras(day):
    assert typed_day(f"{day.year + 543}-{day.month}-{day.day}") == typed_day(day.isoformat()) == day


@pytest.mark.parametrize("day", range(22, 29))
def test_this_week_are_seven_days_on_whichever_day_one_looks(day):
    today = datetime.date(2026, 11, day)
    assert (last_of_week(today) - today).days == 6


@pytest.mark.parametrize(
    "typed",
    [
        *("29 ก.พ. 2567", "๒๙ กุมภาพันธ์ ๒๕๖๗", "29 กุมภาพันธ์ พ.ศ. 2567", "29-ก.พ.-2567", "29กพ2567"),
        *("29 Feb 2024", "29 february 2024", "29 Feb. 2567", "29 / 2 / 2567", "29 . 2 . 2024"),
        *("2567–02–29", "2024‑02‑29", "29—2—2567"),
    ],
)
def test_a_day_is_understood_as_people_write_it(typed):
    assert typed_day(typed) == datetime.date(2024, 2, 29)


@pytest.mark.parametrize("language", ["th", "en"])
@given(MOMENTS)
def test_what_a_page_shows_can_be_typed(language, moment):
    with translation.override(language):
        shown = (dates.long_date(moment), dates.short_date(moment))
    assert {typed_day(one) for one in shown} == {local_day(moment)}


@pytest.mark.parametrize(
    "typed", ["29 กพน 2567", "29 ก.พ. 2569", "31 April 2024", "29 ก.พ.", "29" + " " * 99]
)
def test_a_month_or_day_that_is_none_is_refused(typed):
    with pytest.raises(ValueError, match=r"."):
        typed_day(typed)
