"""Cases counted by the area of the citizen's address: the municipality's own subdistricts, and the rest."""

from collections import Counter

from django.db.models import Count, QuerySet

from cases.models import Case, District, Municipality, Subdistrict
from cases.names import Name

# The code of "all other places".
ELSEWHERE = ""


def by_area(cases: QuerySet[Case]) -> list[tuple[Name, int]]:
    """The counts, in the order of the areas' codes (one by count would rank those that are hidden), and last
    all other places together. A municipality without a district of its own has its cases by district."""
    home = Municipality.current().district_id
    found: Counter[str] = Counter()
    rows = cases.order_by().values_list("subdistrict").annotate(count=Count("pk"))
    for code, count in rows:
        found[_area(code, home)] += count
    names = _names(found, home)
    return [(names.get(code, Name("", "")), found[code]) for code in sorted(found, key=_last_if_elsewhere)]


def _area(subdistrict: str, home: str | None) -> str:
    if home is None:
        return subdistrict[:4]
    return subdistrict if subdistrict.startswith(home) else ELSEWHERE


def _names(codes: Counter[str], home: str | None) -> dict[str, Name]:
    places = Subdistrict.objects if home else District.objects
    rows = places.filter(code__in=list(codes)).values_list("name_th", "name_en", "code")
    return {code: Name(thai, english, code) for thai, english, code in rows}


def _last_if_elsewhere(code: str) -> tuple[bool, str]:
    return code == ELSEWHERE, code
