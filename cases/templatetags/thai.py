"""Dates in the reader's language and era, for templates."""

import datetime

from django import template

from cases import dates

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
