"""Assets of the town by the number on them, and those near a point."""

from cases.lib.geography import Box, Point, metres_between
from cases.lib.setup_cache import shared
from cases.models import Asset, AssetSort

# A tap on the map means what stands within so many metres; so many are offered.
NEAR, OFFERED = 30, 5


def are_there(sort: str) -> bool:
    """Say whether the town knows assets of this sort. No statement while the set-up stays the same."""
    return sort in shared("sorts of assets", _sorts)


def numbered(sort: str, number: str) -> Asset | None:
    """Return the asset of this sort with this number on it, however it is spelt (one statement)."""
    found: Asset | None = Asset.objects.filter(sort=sort, key=Asset.key_of(number), active=True).first()
    return found


def near(sort: str, point: Point) -> list[tuple[int, Asset]]:
    """Return the assets of this sort around a point with their metres, the nearest first (one statement)."""
    rows = Asset.objects.filter(sort=sort, active=True, **Box.around(point, NEAR).lookups)[:200]
    found = [(metres_between(point, Point(one.latitude, one.longitude)), one) for one in rows]
    return sorted(((away, one) for away, one in found if away <= NEAR), key=lambda pair: pair[0])[:OFFERED]


def within(box: Box, *, most: int) -> list[Asset]:
    """Return assets in use in the box (one statement)."""
    return list(Asset.objects.filter(active=True, sort__in=AssetSort.values, **box.lookups)[:most])


def _sorts() -> frozenset[str]:
    return frozenset(Asset.objects.filter(active=True).order_by().values_list("sort", flat=True).distinct())
