"""Cases counted by the area of the citizen's address: the municipality's own subdistricts, and the rest."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Case as Choice
from django.db.models import Count, F, QuerySet, Value, When
from django.db.models.functions import Coalesce, Substr

from cases.models import Case, District, Municipality, Subdistrict
from cases.statistics.bilingual import Name

# The code of "all other places".
ELSEWHERE = ""


def counted(cases: QuerySet[Case]) -> dict[str, int]:
    """How many cases came from each area, by its code. A municipality without a district of its own has its
    cases by district."""
    home = Municipality.current().district_id
    return dict(cases.order_by().values_list(area_code(home)).annotate(count=Count("pk")))


def named(counts: Mapping[str, int]) -> list[tuple[Name, int]]:
    """The counts in the order of the areas' codes (one by count would rank those that are hidden), and last
    all other places together."""
    known = names(counts)
    return [(known.get(code, Name("", "")), counts[code]) for code in sorted(counts, key=_last_if_elsewhere)]


def area_code(home: str | None, *, prefix: str = "") -> Any:
    """The area of a case as SQL: its subdistrict where that lies in the district `home`, else ELSEWHERE;
    without a home, its district. Who has no address in Thailand lives elsewhere. `prefix` leads to the case
    (`case__`)."""
    if home is None:
        return Coalesce(Substr(f"{prefix}subdistrict_id", 1, 4), Value(ELSEWHERE))
    inside = When(**{f"{prefix}subdistrict__code__startswith": home}, then=F(f"{prefix}subdistrict_id"))
    return Choice(inside, default=Value(ELSEWHERE))


def names(codes: Iterable[str]) -> dict[str, Name]:
    """The names of areas by their codes: four digits for a district, six for a subdistrict."""
    wanted = [code for code in codes if code]
    places = Subdistrict.objects if any(len(code) > 4 for code in wanted) else District.objects
    rows = places.filter(code__in=wanted).values_list("name_th", "name_en", "code")
    return {code: Name(thai, english, code) for thai, english, code in rows}


def _last_if_elsewhere(code: str) -> tuple[bool, str]:
    return code == ELSEWHERE, code
