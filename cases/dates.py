"""Dates as people here read and write them: the Buddhist era in Thai, the common era in English."""

import datetime

from django.utils import timezone
from django.utils.translation import get_language

BUDDHIST_ERA = 543
MONTHS_TH = ("มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม").split()
SHORT_TH = "ม.ค. ก.พ. มี.ค. เม.ย. พ.ค. มิ.ย. ก.ค. ส.ค. ก.ย. ต.ค. พ.ย. ธ.ค.".split()
MONTHS_EN = ("January February March April May June July August September October November December").split()
SHORT_EN = [name[:3] for name in MONTHS_EN]


def speaks_thai() -> bool:
    """Whether the active language is Thai."""
    return (get_language() or "th").startswith("th")


def local_day(value: datetime.date | datetime.datetime) -> datetime.date:
    """The calendar day in the municipality's time zone."""
    if isinstance(value, datetime.datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


def buddhist_year(value: datetime.date | datetime.datetime) -> int:
    """The year in the Buddhist era."""
    return local_day(value).year + BUDDHIST_ERA


def long_date(value: datetime.date | datetime.datetime) -> str:
    """22 พฤศจิกายน 2569 / 22 November 2026."""
    day, thai = local_day(value), speaks_thai()
    months = MONTHS_TH if thai else MONTHS_EN
    return f"{day.day} {months[day.month - 1]} {day.year + BUDDHIST_ERA if thai else day.year}"


def short_date(value: datetime.date | datetime.datetime) -> str:
    """22 พ.ย. 2569 / 22 Nov 2026."""
    day, thai = local_day(value), speaks_thai()
    months = SHORT_TH if thai else SHORT_EN
    return f"{day.day} {months[day.month - 1]} {day.year + BUDDHIST_ERA if thai else day.year}"


def date_and_time(value: datetime.datetime) -> str:
    """22 พ.ย. 2569 14:05 น. / 22 Nov 2026, 14:05."""
    clock = timezone.localtime(value).strftime("%H:%M")
    return f"{short_date(value)} {clock} น." if speaks_thai() else f"{short_date(value)}, {clock}"
