"""Places on the globe, in degrees of WGS 84: how people write them, distances, directions and boxes."""

import math
import re
from decimal import Decimal
from typing import NamedTuple, Protocol

from cases.text.normalization import ascii_digits, cleaned

# 17.4150 · 17.4150° N · N 17° 24' 54.5" · 17°24.9'
ANGLE = re.compile(
    r"(?P<before>[NSEW])?\s*(?P<sign>[+-])?(?P<degrees>\d{1,3}(?:\.\d{1,30})?)\s*(?:[°d]\s*)?"
    r"(?:(?P<minutes>\d{1,2}(?:\.\d{1,30})?)\s*['m]\s*)?(?:(?P<seconds>\d{1,2}(?:\.\d{1,30})?)\s*(?:\"|''|s)\s*)?"
    r"(?P<after>[NSEW])?",
    re.ASCII | re.IGNORECASE,
)
BETWEEN = re.compile(r"\s*[,;/]\s*|\s+", re.ASCII)
IN_LINK = re.compile(
    r"(?:[@=:/]|%40)(-?\d{1,3}\.\d{1,30})(?:,|%2C)(?:\+|%20)?(-?\d{1,3}\.\d{1,30})", re.ASCII | re.IGNORECASE
)
MARKS = str.maketrans({"′": "'", "’": "'", "″": '"', "”": '"', "º": "°", "，": ",", "−": "-", "–": "-"})
LIMITS = {"latitude": 90, "longitude": 180}
# As degrees are kept: to 11 cm.
SIX_DIGITS = Decimal("0.000001")
LONGEST = 300
EARTH_KM = 6371.0
# Rounded up, so that a box never cuts what the circle holds.
METRES_A_DEGREE = EARTH_KM * 1000 * math.pi / 180 * 0.999


class Point(NamedTuple):
    """A place; degrees to the north and to the east are positive."""

    latitude: Decimal | float
    longitude: Decimal | float

    def __str__(self) -> str:
        return f"{self.latitude:.5f}, {self.longitude:.5f}"

    @classmethod
    def of(cls, placed: "Placed") -> "Point | None":
        """Return the place of whatever has one; None where it is not known."""
        return point_of(placed.latitude, placed.longitude)


class Placed(Protocol):
    """What may have a place: a case, the municipality with its centre."""

    @property
    def latitude(self) -> Decimal | float | None:
        """Degrees."""

    @property
    def longitude(self) -> Decimal | float | None:
        """Degrees."""


class Edged(Protocol):
    """What may have four edges on the map."""

    south: float | None
    west: float | None
    north: float | None
    east: float | None


class Box(NamedTuple):
    """What lies between two parallels and two meridians, the edges included."""

    south: float
    west: float
    north: float
    east: float

    @classmethod
    def of(cls, edged: Edged) -> "Box | None":
        """Return the box of whatever has four edges; None where one is not known."""
        edges = [edge for edge in (edged.south, edged.west, edged.north, edged.east) if edge is not None]
        return cls(*map(float, edges)) if len(edges) == len(cls._fields) else None

    @classmethod
    def around(cls, here: Point, metres: float) -> "Box":
        """Return a box that holds everything within so many metres, and the corners."""
        latitude, longitude = float(here.latitude), float(here.longitude)
        high = metres / METRES_A_DEGREE
        wide = high / max(math.cos(math.radians(latitude)), 0.01)
        return cls(latitude - high, longitude - wide, latitude + high, longitude + wide)

    def holds(self, point: Point) -> bool:
        """Say whether the place lies in the box."""
        return self.south <= point.latitude <= self.north and self.west <= point.longitude <= self.east

    def nearest(self, point: Point) -> Point:
        """Return the place in the box that is nearest to another one."""
        latitude = min(max(float(point.latitude), self.south), self.north)
        return Point(latitude, min(max(float(point.longitude), self.west), self.east))

    @property
    def lookups(self) -> dict[str, float]:
        """The condition on rows with a `latitude` and a `longitude` that lie in the box."""
        return {
            "latitude__gte": self.south,
            "latitude__lte": self.north,
            "longitude__gte": self.west,
            "longitude__lte": self.east,
        }


def rounded(point: Point, metres: float) -> Point:
    """Return the nearest point of a grid with lines so many metres apart: what lies close together falls
    together, and nobody can tell from where."""
    high = metres / METRES_A_DEGREE
    latitude = round(float(point.latitude) / high) * high
    wide = high / max(math.cos(math.radians(latitude)), 0.01)
    return Point(round(latitude, 6), round(round(float(point.longitude) / wide) * wide, 6))


def point_of(latitude: Decimal | float | None, longitude: Decimal | float | None) -> Point | None:
    """Return the place with these degrees; None where one of them is not known."""
    return None if latitude is None or longitude is None else Point(latitude, longitude)


def km_between(one: Point, two: Point) -> float:
    """Return the kilometres along the great circle (haversine)."""
    south, north = math.radians(one.latitude), math.radians(two.latitude)
    half = math.sin((north - south) / 2) ** 2
    turn = math.radians(float(two.longitude) - float(one.longitude))
    half += math.cos(south) * math.cos(north) * math.sin(turn / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(half))


def metres_between(one: Point, two: Point) -> int:
    """Return the metres between two places, rounded up."""
    return math.ceil(1000 * km_between(one, two))


def octant(here: Point, there: Point) -> int | None:
    """Return in which of eight directions `there` lies, seen from `here`: 0 for the north, 2 for the east and
    so on; None for one and the same place."""
    north = float(there.latitude) - float(here.latitude)
    east = (float(there.longitude) - float(here.longitude)) * math.cos(math.radians(here.latitude))
    if not north and not east:
        return None
    return round(math.degrees(math.atan2(east, north)) / 45) % 8


def parse(text: str) -> Point | None:
    """Return the place that was typed or pasted: decimal degrees, degrees with minutes and seconds, Thai
    digits, the link of a map; None where the text is none. A latitude that only fits a longitude is taken as
    one."""
    typed = ascii_digits(cleaned(text[:LONGEST])).translate(MARKS).strip("() ")
    linked = IN_LINK.search(typed) if "://" in typed or typed.startswith("geo:") else None
    if linked:
        return _point(Decimal(linked[1]), Decimal(linked[2]))
    first = ANGLE.match(typed)
    # A blank after the first angle may be all that stands between the two.
    between = BETWEEN.match(typed, len(first[0].rstrip())) if first else None
    second = ANGLE.fullmatch(typed, between.end()) if between else None
    return _pair(first, second) if first and second else None


def _pair(first: "re.Match[str]", second: "re.Match[str]") -> Point | None:
    one, two = _degrees(first), _degrees(second)
    turned = _axis(first) == "longitude" or _axis(second) == "latitude"
    if _axis(first) is not None and _axis(first) == _axis(second):
        return None
    return _point(two, one) if turned else _point(one, two)


def _axis(angle: "re.Match[str]") -> str | None:
    letter = (angle["before"] or angle["after"] or "").upper()
    return None if not letter else "latitude" if letter in "NS" else "longitude"


def _degrees(angle: "re.Match[str]") -> Decimal:
    parts = (Decimal(angle[name] or 0) for name in ("degrees", "minutes", "seconds"))
    size = sum((part / 60**power for power, part in enumerate(parts)), Decimal(0))
    letter = (angle["before"] or angle["after"] or "").upper()
    return -size if angle["sign"] == "-" or letter in ("S", "W") else size


def _point(latitude: Decimal, longitude: Decimal) -> Point | None:
    if abs(latitude) > LIMITS["latitude"] >= abs(longitude):
        latitude, longitude = longitude, latitude
    if abs(latitude) > LIMITS["latitude"] or abs(longitude) > LIMITS["longitude"]:
        return None
    return Point(latitude.quantize(SIX_DIGITS), longitude.quantize(SIX_DIGITS))
