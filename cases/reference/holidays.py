"""Thailand's government holidays from the library `holidays`: where the administrator's table starts."""

import datetime
from collections.abc import Iterable

import holidays

from cases.deadlines import holiday_changes
from cases.models import Holiday


def load(years: Iterable[int]) -> int:
    """Add what the library knows for these years and the table lacks, as days that count; returns how many
    days were added."""
    before = Holiday.objects.count()
    Holiday.objects.bulk_create(known(years), ignore_conflicts=True)
    holiday_changes.note()
    return Holiday.objects.count() - before


def known(years: Iterable[int]) -> list[Holiday]:
    """What the library knows of these years, not stored. Offices stay open on Labour Day, so neither it nor
    its substitute counts; weekends are not listed."""
    years = list(years)
    thai, english = _calendar(years, "th"), _calendar(years, "en_US")
    return [
        Holiday(day=day, name_th=thai[day][:200], name_en=english[day][:200])
        for day in sorted(thai)
        if day.weekday() < 5 and "Labor Day" not in english[day]
    ]


def _calendar(years: list[int], language: str) -> dict[datetime.date, str]:
    categories = ("public", "government")
    return dict(holidays.country_holidays("TH", years=years, categories=categories, language=language))
