"""Cases counted by area: by that of the town in which the matter lies, where the town has areas; else by that
of the citizen's address, the municipality's own subdistricts and the rest."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Case as Choice
from django.db.models import Count, F, QuerySet, Value, When
from django.db.models.functions import Coalesce, Substr

from cases.lib.setup_cache import shared
from cases.models import Area, Case, District, Municipality, Subdistrict
from cases.statistics.bilingual import Name

# The code of "all other places".
ELSEWHERE = ""
# How the codes of the town's own areas begin; and what stands for all of them in place of a district.
OF_TOWN = "area"


def home() -> str:
    """Return what areas are told apart: OF_TOWN for the town's own, else those in the district with this
    code, or districts. No statement while the set-up stays the same."""
    own = shared("has areas", lambda: Area.objects.filter(active=True).exists())
    return OF_TOWN if own else Municipality.current().district_id or ""


def counted(cases: QuerySet[Case]) -> dict[str, int]:
    """How many cases there are of each area, by its code. A municipality without areas and without a district
    of its own has its cases by district."""
    where = home()
    if where != OF_TOWN:
        rows = cases.order_by().values_list(area_code(where or None)).annotate(count=Count("pk"))
        return dict(rows)
    found = cases.order_by().values_list("area").annotate(count=Count("pk"))
    # Of one length, so that they stay in the order in which they came in.
    return {f"{OF_TOWN}{pk:06d}" if pk else ELSEWHERE: count for pk, count in found}


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
    """The names of areas by their codes: four digits for a district, six for a subdistrict, OF_TOWN and six
    for one of the town."""
    wanted = [code for code in codes if code]
    if any(code.startswith(OF_TOWN) for code in wanted):
        found = Area.objects.in_bulk([int(code.removeprefix(OF_TOWN)) for code in wanted])
        return {
            code: Name(one.name_th, one.name_en, code)
            for code in wanted
            if (one := found.get(int(code.removeprefix(OF_TOWN))))
        }
    places = Subdistrict.objects if any(len(code) > 4 for code in wanted) else District.objects
    rows = places.filter(code__in=wanted).values_list("name_th", "name_en", "code")
    return {code: Name(thai, english, code) for thai, english, code in rows}


def _last_if_elsewhere(code: str) -> tuple[bool, str]:
    return code == ELSEWHERE, code
