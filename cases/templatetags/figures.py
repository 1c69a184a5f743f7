"""Figures in templates: months as people write them, and what past cases tell about a new one."""

import datetime

from django import template

from cases.models import RequestType
from cases.statistics.public import usual_days
from cases.text import dates

register = template.Library()


@register.simple_tag(name="usual_days")
def usual_days_of(request_type: RequestType) -> int | None:
    """In how many days 8 of 10 cases of this request type were done; None where they are too few to say."""
    return usual_days(request_type)


@register.filter
def month_and_year(day: datetime.date) -> str:
    """November 2026 / พฤศจิกายน 2569."""
    return dates.month_and_year(day)


@register.filter
def short_month(day: datetime.date) -> str:
    """Nov / พ.ย."""
    return (dates.SHORT_TH if dates.speaks_thai() else dates.SHORT_EN)[day.month - 1]
