"""Cases with a point but no area, from before the town had its areas: the area that holds the point.

No step and no event: the point has always said it, nobody has done anything, and no letter follows.
"""

from collections import defaultdict
from dataclasses import dataclass

from django.db import transaction

from cases.gazetteer import areas
from cases.models import Case

AT_ONCE = 500


@dataclass(frozen=True)
class Batch:
    """Cases that were looked at up to the key `last`, and how many of them have got their area."""

    last: int
    placed: int


@transaction.atomic
def place(*, after: int = 0) -> Batch | None:
    """Give the next cases after this key, AT_ONCE at most, the area of their point; None where no case is
    left. Points outside all areas stay without, and a case that somebody changes now is left to the next
    time."""
    unplaced = Case.objects.filter(area=None, latitude__isnull=False, pk__gt=after)
    locked = unplaced.select_for_update(skip_locked=True, no_key=True)
    found = list(locked.order_by("pk").only("latitude", "longitude")[:AT_ONCE])
    if not found:
        return None
    finder, keys = areas.finder(), defaultdict[int, list[int]](list)
    for case in found:
        at = {"latitude": case.latitude, "longitude": case.longitude}
        for area in finder.around(at)[:1]:
            keys[area.pk].append(case.pk)
    for area_pk, cases in keys.items():
        Case.objects.filter(pk__in=cases).update(area=area_pk)
    return Batch(found[-1].pk, sum(map(len, keys.values())))
