"""The country's areas, each within the one above it; no statement while the set-up stays the same."""

from cases.lib.setup_cache import shared
from cases.models import District, Province, Subdistrict


def provinces() -> list[Province]:
    """All provinces, by code."""
    return shared("provinces", lambda: list(Province.objects.all()))


def districts(province: str) -> list[District]:
    """The districts of the province with this code."""
    return shared(f"districts-{province}", lambda: list(District.objects.filter(province=province)))


def subdistricts(district: str) -> list[Subdistrict]:
    """The subdistricts of the district with this code, with their district and its province."""
    within = Subdistrict.objects.select_related("district__province").filter(district=district)
    return shared(f"subdistricts-{district}", lambda: list(within))
