"""Dates in the reader's language and era, for templates."""

import datetime

from django import template
from phonenumbers import PhoneNumberFormat, format_number, parse
from phonenumbers.phonenumberutil import NumberParseException

from cases import dates
from cases.models import Case
from cases.models.named import in_reader_language

register = template.Library()


@register.filter
def long_date(value: datetime.date | None) -> str:
    """The date with the month written out; nothing for nothing."""
    return dates.long_date(value) if value else ""


@register.filter
def short_date(value: datetime.date | None) -> str:
    """The date with a short month; nothing for nothing."""
    return dates.short_date(value) if value else ""


@register.filter
def date_and_time(value: datetime.datetime | None) -> str:
    """The date and the time of day in the municipality's time zone; nothing for nothing."""
    return dates.date_and_time(value) if value else ""


@register.filter
def home_area(case: Case) -> str:
    """Subdistrict, district and province of the citizen's address: the names as they were copied, in English
    where the area still has that name."""
    subdistrict = case.subdistrict
    places = (subdistrict, subdistrict.district, subdistrict.district.province)
    copied = (case.subdistrict_name, case.district_name, case.province_name)
    names = [
        in_reader_language(name, place.name_en if place.name_th == name else "")
        for name, place in zip(copied, places, strict=True)
    ]
    return " ".join([*names, case.postal_code]).strip()


@register.filter
def grouped_phone(typed: str) -> str:
    """A Thai telephone number in groups; what is no number, or a hotline, as it was typed."""
    try:
        number = parse(typed, "TH")
    except NumberParseException:
        return typed
    return format_number(number, PhoneNumberFormat.NATIONAL) if len(typed) > 4 else typed
