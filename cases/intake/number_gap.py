"""Numbers that may have been given out after a backup was made are given to nobody else after its restore."""

import math
import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count
from django.db.models.functions import TruncDate
from django.utils import timezone

from cases.models import Case, SetupChange, YearCounter
from cases.text.case_number import user_id
from cases.text.dates import buddhist_year

# Nobody knows how many came: so many times the busiest day of the last three months for each day, rounded up
# to whole hundreds.
TIMES = 3
LOOKED_BACK = timedelta(days=90)
ROUND = 100


@transaction.atomic
def leave_gap(
    *, made: datetime, given: Mapping[int, int] | None = None, now: datetime | None = None
) -> list[str]:
    """Have the numbers of cases go on above whatever may have been given out since `made`, and note the
    gap in
    the log of the set-up; return a sentence for each year. `given` says by year which number was the last
    that
    anybody has, where that is known."""
    now, given = now or timezone.now(), given or {}
    said = []
    for year in sorted({buddhist_year(made), buddhist_year(now), *given}):
        counter = YearCounter.objects.select_for_update(no_key=True).filter(year=year).first()
        last = counter.last if counter else 0
        target = max(given[year], last) if year in given else last + _possible(made, now)
        if target == last:
            continue
        YearCounter.objects.update_or_create(year=year, defaults={"last": target})
        first, end = user_id(f"{year}-{last + 1}"), user_id(f"{year}-{target}")
        sentence = (
            f"Restored from a backup: {first} to {end} may have been given out and are given to nobody else"
        )
        SetupChange.objects.create(
            via=SetupChange.Via.COMMAND,
            batch=uuid.uuid4(),
            table=YearCounter._meta.label_lower,
            row=str(year),
            title=sentence,
            action=SetupChange.Action.CHANGED,
            fields={"last": [last, target]},
        )
        said.append(f"{sentence}.")
    return said


def _possible(made: datetime, now: datetime) -> int:
    """How many cases may have come meanwhile at most."""
    recent = Case.objects.filter(received_at__gte=made - LOOKED_BACK).annotate(day=TruncDate("received_at"))
    days = recent.values("day").order_by().annotate(count=Count("pk")).values_list("count", flat=True)
    missed = math.ceil(max((now - made) / timedelta(days=1), 0)) + 1
    return math.ceil(max(max(days, default=0) * TIMES * missed, 1) / ROUND) * ROUND
