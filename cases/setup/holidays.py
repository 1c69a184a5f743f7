"""The days off as the administrator decides on them: proposed by the library, confirmed, added, removed."""

import datetime

from django.db import transaction
from django.utils import timezone

from cases.models import Holiday
from cases.reference import holidays

# From this month on the days of the next year should be known.
REMIND_FROM_MONTH = 10


@transaction.atomic
def propose(year: int) -> int:
    """Store what the library knows of this year and the table lacks, as proposals; how many they are."""
    there = set(Holiday.objects.filter(day__year=year).values_list("day", flat=True))
    fresh = [holiday for holiday in holidays.known([year]) if holiday.day not in there]
    for holiday in fresh:
        holiday.confirmed = False
        holiday.save()
    return len(fresh)


@transaction.atomic
def confirm(found: "list[Holiday]") -> int:
    """Let these days count; how many did not count before."""
    waiting = [holiday for holiday in found if not holiday.confirmed]
    for holiday in waiting:
        holiday.confirmed = True
        holiday.save(update_fields=["confirmed"])
    return len(waiting)


def years_without(*, today: datetime.date | None = None) -> list[int]:
    """Years for which no holiday counts though it is time: this one, and from October on the next."""
    today = today or timezone.localdate()
    needed = [today.year] + ([today.year + 1] if today.month >= REMIND_FROM_MONTH else [])
    known = set(
        Holiday.objects.filter(confirmed=True, day__year__in=needed).values_list("day__year", flat=True)
    )
    return [year for year in needed if year not in known]
