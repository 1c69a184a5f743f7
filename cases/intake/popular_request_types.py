"""What is asked for most stands first: the kinds for the tiles of the first page, and the categories in the
order in which they were used lately."""

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
TILES = 6
Groups = list[tuple[Category, list[RequestType]]]


def most_used_first(request_types: Iterable[RequestType], *, now: datetime.datetime | None = None) -> Groups:
    """The request types under their categories, both by how often they were asked for in the last 90 days;
    without cases in the office's own order. The category of other matters stands last, where people look
    for it. At most one SQL statement; the request types are read with their category."""
    used = _lately_used(now)
    groups: dict[Category, list[RequestType]] = defaultdict(list)
    for request_type in sorted(
        request_types, key=lambda request_type: (-used.get(request_type.pk, 0), request_type.position)
    ):
        groups[request_type.category].append(request_type)

    def order(category: Category) -> tuple[bool, int, int, str]:
        return (
            any(request_type.code == RequestType.OTHER for request_type in groups[category]),
            -sum(used.get(request_type.pk, 0) for request_type in groups[category]),
            category.position,
            category.code,
        )

    return [(category, groups[category]) for category in sorted(groups, key=order)]


def most_reported(groups: Groups, *, now: datetime.datetime | None = None) -> list[RequestType]:
    """The TILES request types that were asked for most in the last 90 days, most often first. Where fewer
    were asked for, the first one of each of the groups follows. Other matters have a place of their own."""
    used = _lately_used(now)
    members = [request_type for _, members in groups for request_type in members]
    asked_for = sorted(
        (request_type for request_type in members if used.get(request_type.pk)),
        key=lambda request_type: (-used[request_type.pk], request_type.position),
    )
    offered = dict.fromkeys([*asked_for, *(members[0] for _, members in groups)])
    return [request_type for request_type in offered if request_type.code != RequestType.OTHER][:TILES]


def _lately_used(now: datetime.datetime | None) -> dict[int, int]:
    return _used(int((now or timezone.now()).timestamp()) // KEPT_SECONDS)


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
