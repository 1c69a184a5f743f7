"""Outlines of areas: polygons with holes, written as WKT, and whether a point lies within them."""

import itertools
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from cases.lib.geography import LIMITS, Box, Point

# Longitude before latitude, as WKT and GeoJSON have it.
Corner = tuple[float, float]
Ring = tuple[Corner, ...]
NUMBER = r"-?[0-9]{1,3}(?:\.[0-9]{1,9})?"
RING = re.compile(rf"\(({NUMBER} {NUMBER}(?:, ?{NUMBER} {NUMBER}){{3,}})\)", re.ASCII)
WHOLE = re.compile(r"MULTIPOLYGON ?\(((?:\((?:R,?)+\),?)+)\)")
MOST_LETTERS = 400_000


class NoOutline(ValueError):
    """A text that is no outline of an area on the globe."""


@dataclass(frozen=True)
class Outline:
    """Polygons, each with its outer ring first and its holes behind."""

    polygons: tuple[tuple[Ring, ...], ...]

    @classmethod
    def of(cls, polygons: Iterable[Iterable[Iterable[Sequence[float]]]]) -> "Outline":
        """Return the outline with these rings of [longitude, latitude], as GeoJSON has them."""
        return cls(tuple(tuple(tuple((x, y) for x, y in ring) for ring in rings) for rings in polygons))

    @classmethod
    def parse(cls, text: str) -> "Outline":
        """Return the outline that is written as WKT. Raises NoOutline."""
        if len(text) > MOST_LETTERS:
            raise NoOutline(text[:20])
        shape = RING.sub("R", text.strip().upper()).replace(", ", ",")
        found = WHOLE.fullmatch(shape)
        if found is None:
            raise NoOutline(text[:20])
        rings = iter([_ring(one) for one in RING.findall(text.upper())])
        counts = [part.count("R") for part in found[1].split(")") if "R" in part]
        polygons = tuple(tuple(itertools.islice(rings, count)) for count in counts)
        if sum(map(len, polygons)) != sum(counts):
            raise NoOutline(text[:20])
        return cls(polygons)

    def __str__(self) -> str:
        polygons = (", ".join(map(_written, rings)) for rings in self.polygons)
        return f"MULTIPOLYGON ({', '.join(f'({one})' for one in polygons)})"

    @property
    def rings(self) -> Iterator[Ring]:
        """All rings."""
        for polygon in self.polygons:
            yield from polygon

    @property
    def box(self) -> Box:
        """The box around it."""
        longitudes, latitudes = zip(*(corner for ring in self.rings for corner in ring), strict=True)
        return Box(min(latitudes), min(longitudes), max(latitudes), max(longitudes))

    @property
    def size(self) -> float:
        """How large it is, in square degrees, to be compared with others of the town."""
        return sum(_size(rings[0]) - sum(map(_size, rings[1:])) for rings in self.polygons)

    @property
    def middle(self) -> Point:
        """The middle of its box."""
        box = self.box
        return Point((box.south + box.north) / 2, (box.west + box.east) / 2)

    def holds(self, point: Point) -> bool:
        """Say whether the point lies within it: a line from the point to the east crosses the rings an odd
        number of times (ray casting). Of two areas with a common border one holds a point on it."""
        x, y = float(point.longitude), float(point.latitude)
        return sum(_crossings(ring, x, y) for ring in self.rings) % 2 == 1


def _crossings(ring: Ring, x: float, y: float) -> int:
    count = 0
    for (x1, y1), (x2, y2) in itertools.pairwise(ring):
        if (y1 > y) != (y2 > y) and x < x1 + (y - y1) / (y2 - y1) * (x2 - x1):
            count += 1
    return count


def _size(ring: Ring) -> float:
    """The area within a ring (shoelace formula)."""
    return abs(math.fsum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in itertools.pairwise(ring))) / 2


def _ring(text: str) -> Ring:
    corners = tuple(_corner(pair) for pair in text.split(","))
    if corners[0] != corners[-1]:
        raise NoOutline(text[:20])
    return corners


def _corner(pair: str) -> Corner:
    longitude, latitude = map(float, pair.split())
    if abs(longitude) > LIMITS["longitude"] or abs(latitude) > LIMITS["latitude"]:
        raise NoOutline(pair)
    return longitude, latitude


def _written(ring: Ring) -> str:
    return f"({', '.join(f'{x:.5f} {y:.5f}' for x, y in ring)})"
