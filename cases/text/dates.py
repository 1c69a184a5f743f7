"""Dates as people here read and write them: the Buddhist era in Thai, the common era in English."""

import datetime
import re

from django.utils import timezone
from django.utils.translation import get_language

from cases.text.normalization import compared

BUDDHIST_ERA = 543
# A year from here on is of the Buddhist era, whatever the language of the page.
EARLIEST_BUDDHIST_YEAR = 2400
PART = r"\s*[-/.]\s*"
YEAR_FIRST = re.compile(f"([0-9]{{4}}){PART}([0-9]{{1,2}}){PART}([0-9]{{1,2}})")
DAY_FIRST = re.compile(f"([0-9]{{1,2}}){PART}([0-9]{{1,2}}){PART}([0-9]{{4}})")
# Hyphens and dashes as telephones and word processors put them.
DASHES = dict.fromkeys([*range(0x2010, 0x2016), 0x2212], "-")
MONTHS_TH = ("มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม").split()
SHORT_TH = "ม.ค. ก.พ. มี.ค. เม.ย. พ.ค. มิ.ย. ก.ค. ส.ค. ก.ย. ต.ค. พ.ย. ธ.ค.".split()
MONTHS_EN = ("January February March April May June July August September October November December").split()
SHORT_EN = [name[:3] for name in MONTHS_EN]
# A month by any of its names as it is compared, without dots and blanks; the day before it, the year behind.
NAMED = re.compile(r"([0-9]{1,2})[-\s]*([^0-9-]+?)[-\s]*([0-9]{4})")
MONTHS = {
    re.sub(r"[\s.]", "", compared(name)): number
    for names in (MONTHS_TH, SHORT_TH, MONTHS_EN, SHORT_EN)
    for number, name in enumerate(names, start=1)
}
LONGEST = 60
ERA = re.compile(r"(พ\.? ?ศ|ค\.? ?ศ)\.?\s*(?=[0-9]{4}$)")


def speaks_thai() -> bool:
    """Whether the active language is Thai."""
    return (get_language() or "th").startswith("th")


def day_of(year: int, month: int, day: int) -> datetime.date:
    """The day of a date in either era: 29 February 2567 is one, 29 February 2569 is none. Raises ValueError
    or OverflowError for a day that does not exist; it is never moved to another one."""
    return datetime.date(year - BUDDHIST_ERA if year >= EARLIEST_BUDDHIST_YEAR else year, month, day)


def typed_day(text: str) -> datetime.date:
    """The day that was typed as 2567-02-29, 29/2/2567, 29.2.2024, 29 ก.พ. 2567 or 29 February 2024, with
    digits of any script. Raises ValueError."""
    typed = ERA.sub("", " ".join(compared(text[: LONGEST + 1]).translate(DASHES).split()))
    if len(text) > LONGEST:
        raise ValueError("no date")
    if found := YEAR_FIRST.fullmatch(typed):
        year, month, day = map(int, found.groups())
    elif found := DAY_FIRST.fullmatch(typed):
        day, month, year = map(int, found.groups())
    elif found := NAMED.fullmatch(typed):
        day, month, year = int(found[1]), MONTHS.get(re.sub(r"[\s.,]", "", found[2]), 0), int(found[3])
    else:
        raise ValueError("no date")
    return day_of(year, month, day)


def local_day(value: datetime.date | datetime.datetime) -> datetime.date:
    """The calendar day in the municipality's time zone."""
    if isinstance(value, datetime.datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


def last_of_week(today: datetime.date) -> datetime.date:
    """The last of the seven days that begin today: what is due until then is due this week."""
    return today + datetime.timedelta(days=6)


def end_of_day(value: datetime.date | datetime.datetime) -> datetime.datetime:
    """The last moment of that day in the municipality's time zone: whatever is promised “until” a day is kept
    until then, and what waits for the day to be over begins after it."""
    midnight = datetime.datetime.combine(local_day(value) + datetime.timedelta(days=1), datetime.time.min)
    return timezone.make_aware(midnight) - datetime.timedelta(microseconds=1)


def promised(since: datetime.datetime, days: int) -> datetime.datetime:
    """The last moment of the day that is so many days after that of `since`."""
    return end_of_day(local_day(since) + datetime.timedelta(days=days))


def before_promise(now: datetime.datetime, days: int) -> datetime.datetime:
    """What began at or before this moment has had its promise of so many days, whose last moment is past."""
    return end_of_day(local_day(now) - datetime.timedelta(days=days + 1))


def buddhist_year(value: datetime.date | datetime.datetime) -> int:
    """The year in the Buddhist era."""
    return local_day(value).year + BUDDHIST_ERA


def long_date(value: datetime.date | datetime.datetime) -> str:
    """22 พฤศจิกายน 2569 / 22 November 2026."""
    day, thai = local_day(value), speaks_thai()
    months = MONTHS_TH if thai else MONTHS_EN
    return f"{day.day} {months[day.month - 1]} {day.year + BUDDHIST_ERA if thai else day.year}"


def month_and_year(value: datetime.date) -> str:
    """พฤศจิกายน 2569 / November 2026."""
    return long_date(value).split(" ", 1)[1]


def short_date(value: datetime.date | datetime.datetime) -> str:
    """22 พ.ย. 2569 / 22 Nov 2026."""
    day, thai = local_day(value), speaks_thai()
    months = SHORT_TH if thai else SHORT_EN
    return f"{day.day} {months[day.month - 1]} {day.year + BUDDHIST_ERA if thai else day.year}"


def date_and_time(value: datetime.datetime) -> str:
    """22 พ.ย. 2569 14:05 น. / 22 Nov 2026, 14:05."""
    clock = timezone.localtime(value).strftime("%H:%M")
    return f"{short_date(value)} {clock} น." if speaks_thai() else f"{short_date(value)}, {clock}"
