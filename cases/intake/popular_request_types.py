"""What is asked for most stands first: categories in the order in which they were used lately."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from django.db.models import Count
from django.utils import timezone

from cases.models import Case, Category, RequestType

LATELY = datetime.timedelta(days=90)
# Counting half a million cases takes a tenth of a second: done once in so many seconds by each process.
KEPT_SECONDS = 600
Groups = list[tuple[Category, list[RequestType]]]


def most_used_first(request_types: Iterable[RequestType], *, now: datetime.datetime | None = None) -> Groups:
    """The request types under their categories, both by how often they were asked for in the last 90 days;
    without cases in the office's own order. At most one SQL statement; the request types are read with their
    category."""
    now = now or timezone.now()
    used = _used(int(now.timestamp()) // KEPT_SECONDS)
    groups: dict[Category, list[RequestType]] = defaultdict(list)
    for request_type in sorted(
        request_types, key=lambda request_type: (-used.get(request_type.pk, 0), request_type.position)
    ):
        groups[request_type.category].append(request_type)

    def order(category: Category) -> tuple[int, int, str]:
        return (
            -sum(used.get(request_type.pk, 0) for request_type in groups[category]),
            category.position,
            category.code,
        )

    return [(category, groups[category]) for category in sorted(groups, key=order)]


@lru_cache(maxsize=1)
def _used(period: int) -> dict[int, int]:
    """Cases by request type, up to the end of this period of KEPT_SECONDS."""
    until = datetime.datetime.fromtimestamp((period + 1) * KEPT_SECONDS, tz=datetime.UTC)
    lately = Case.objects.filter(received_at__gte=until - LATELY, received_at__lt=until)
    rows = lately.order_by().values_list("request_type").annotate(Count("pk"))
    return dict(rows)


def forget() -> None:
    """Count anew at the next look."""
    _used.cache_clear()
