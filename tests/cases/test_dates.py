"""Dates as they are written: the Buddhist era in Thai, the common era in English."""

import datetime

import pytest
from django.utils import translation

from cases import dates

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
