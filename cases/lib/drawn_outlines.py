"""Outlines as paths of an SVG drawing: a simple map without a background."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from cases.lib.geography import Box, Point
from cases.lib.outlines import Outline, Ring

WIDTH, MARGIN, TALLEST = 600, 8, 900


@dataclass(frozen=True)
class Drawing:
    """A box of degrees on a sheet of WIDTH units; a degree of longitude is as much shorter than one of
    latitude as it is in the town."""

    box: Box

    @classmethod
    def of(cls, boxes: Iterable[Box]) -> "Drawing | None":
        """Return the drawing that holds all boxes; None of nothing."""
        listed = list(boxes)
        if not listed:
            return None
        souths, wests, norths, easts = zip(*listed, strict=True)
        return cls(Box(min(souths), min(wests), max(norths), max(easts)))

    @property
    def width(self) -> int:
        """The width of the sheet."""
        return WIDTH

    @property
    def height(self) -> int:
        """The height of the sheet."""
        return min(TALLEST, math.ceil((self.box.north - self.box.south) * self._up) + 2 * MARGIN)

    def path(self, outline: Outline) -> str:
        """Return the outline for the attribute `d` of a path."""
        return " ".join(map(self._ring, outline.rings))

    def at(self, point: Point) -> tuple[float, float]:
        """Return where a point stands on the sheet."""
        x = MARGIN + (float(point.longitude) - self.box.west) * self._across
        return round(x, 1), round(MARGIN + (self.box.north - float(point.latitude)) * self._up, 1)

    def _ring(self, ring: Ring) -> str:
        corners = (self.at(Point(latitude, longitude)) for longitude, latitude in ring)
        return f"M{' L'.join(f'{x},{y}' for x, y in corners)}Z"

    @property
    def _across(self) -> float:
        """Units for a degree to the east; the sheet is filled from side to side, or from top to bottom."""
        wide = max(self.box.east - self.box.west, 0.0001)
        high = max(self.box.north - self.box.south, 0.0001) / self._flat
        return min((WIDTH - 2 * MARGIN) / wide, (TALLEST - 2 * MARGIN) / high)

    @property
    def _up(self) -> float:
        return self._across / self._flat

    @property
    def _flat(self) -> float:
        return max(math.cos(math.radians((self.box.north + self.box.south) / 2)), 0.01)
