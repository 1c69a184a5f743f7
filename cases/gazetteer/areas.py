"""In which areas of the town a point lies."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cases.lib.geography import Box, point_of
from cases.lib.setup_cache import shared
from cases.models import Area


@dataclass(frozen=True)
class AreaFinder:
    """The areas in use with the boxes around them, the smallest first; nobody may change them."""

    areas: tuple[tuple[Box, Area], ...]

    def around(self, fields: Mapping[str, Any]) -> list[Area]:
        """Return the areas that hold the point of a case whose columns these are, the smallest first; without
        a point the area that is stored with it, if there is one."""
        point = point_of(fields.get("latitude"), fields.get("longitude"))
        if point is not None:
            found = [area for box, area in self.areas if box.holds(point) and area.shape.holds(point)]
            if found:
                return found
        named = fields.get("area")
        return [named] if named else []


def in_use() -> list[Area]:
    """Return the areas in use, in the office's order; nobody may change them. No statement while the set-up
    stays the same."""
    return shared("areas", lambda: list(Area.objects.filter(active=True)))


def finder() -> AreaFinder:
    """Return what finds the areas of a point. No statement while the set-up stays the same."""
    return shared("areas by size", _by_size)


def _by_size() -> AreaFinder:
    listed = sorted(in_use(), key=lambda area: (area.shape.size, area.pk))
    return AreaFinder(tuple((area.shape.box, area) for area in listed))
