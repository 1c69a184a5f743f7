"""Dates in the reader's language and era, for templates."""

import datetime
from typing import Any

from django import template
from phonenumber_field.phonenumber import PhoneNumber

from cases.intake import postal_address
from cases.models import Case
from cases.text import dates, telephones

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
def home_address(case: Case) -> postal_address.Address:
    """The citizen's address with the names of its areas in the reader's language."""
    return postal_address.of_case(case)


@register.filter
def grouped_phone(typed: str) -> str:
    """A telephone number of an office, as all are shown; a hotline as it was typed."""
    return telephones.grouped(typed)


@register.filter
def telephone_link(number: Any) -> str:
    """The address that calls the number, with its extension."""
    return number.as_rfc3966 if isinstance(number, PhoneNumber) else ""
