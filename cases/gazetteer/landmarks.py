"""Landmarks by what somebody types; no statement while the set-up stays the same."""

from cases.lib.geography import Box, Point
from cases.lib.setup_cache import shared
from cases.models import Landmark
from cases.text.normalization import compared_closely

# So many are offered at once.
OFFERED = 8
Names = tuple[str, str]


def found(text: str, *, most: int = OFFERED) -> list[Landmark]:
    """Return the landmarks whose Thai or English name holds the text, however it is spelt; those that begin
    with it first. Nothing for less than two letters."""
    sought = compared_closely(text)
    if len(sought) < 2:
        return []
    hits = [(names, one) for names, one in _known() if any(sought in name for name in names)]
    hits.sort(key=lambda hit: not any(name.startswith(sought) for name in hit[0]))
    return [one for _names, one in hits[:most]]


def named(text: str) -> Landmark | None:
    """Return the landmark of exactly this name, in either language."""
    sought = compared_closely(text)
    return next((one for names, one in _known() if sought and sought in names), None)


def within(box: Box, *, most: int) -> list[Landmark]:
    """Return landmarks in the box, streets last: their point is only one of many."""
    there = [one for _names, one in _known() if box.holds(Point(one.latitude, one.longitude))]
    return sorted(there, key=lambda one: one.sort == Landmark.Sort.STREET)[:most]


def are_there() -> bool:
    """Say whether the town has any."""
    return bool(_known())


def _known() -> list[tuple[Names, Landmark]]:
    return shared("landmarks", lambda: [(_names(one), one) for one in Landmark.objects.all()])


def _names(one: Landmark) -> Names:
    return compared_closely(one.name_th), compared_closely(one.name_en)
