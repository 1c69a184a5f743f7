"""A place on the map: reading the degrees that people type or paste, and saying how far outside it lies."""

import math
import re
from decimal import Decimal
from typing import NamedTuple

from django.http import QueryDict
from django.utils.translation import gettext as _

from cases.models import Municipality
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
SIX_DIGITS = Decimal("0.000001")
LONGEST = 300
EARTH_KM = 6371.0


class Point(NamedTuple):
    """Degrees of WGS 84, to six digits (11 cm)."""

    latitude: Decimal
    longitude: Decimal

    def __str__(self) -> str:
        return f"{self.latitude:.5f}, {self.longitude:.5f}"


def parse(text: str) -> Point | None:
    """The point that was typed or pasted: decimal degrees, degrees with minutes and seconds, Thai digits, the
    link of a map; None where the text is none. A latitude that only fits a longitude is taken as one."""
    typed = ascii_digits(cleaned(text[:LONGEST])).translate(MARKS).strip("() ")
    linked = IN_LINK.search(typed) if "://" in typed or typed.startswith("geo:") else None
    if linked:
        return _point(Decimal(linked[1]), Decimal(linked[2]))
    first = ANGLE.match(typed)
    # A blank after the first angle may be all that stands between the two.
    between = BETWEEN.match(typed, len(first[0].rstrip())) if first else None
    second = ANGLE.fullmatch(typed, between.end()) if between else None
    return _pair(first, second) if first and second else None


def spread(data: QueryDict) -> QueryDict:
    """The form's data with a pair of degrees that was pasted into one of the two fields laid into both."""
    for name, other in (("latitude", "longitude"), ("longitude", "latitude")):
        if not data.get(other, "").strip() and (point := parse(data.get(name, ""))):
            data = data.copy()
            data["latitude"], data["longitude"] = str(point.latitude), str(point.longitude)
    return data


def is_inside(point: Point, municipality: Municipality) -> bool:
    """Whether the municipality answers for this place, as far as its box on the map can tell."""
    return km_outside(point, municipality) == 0


def km_outside(point: Point, municipality: Municipality) -> float:
    """Kilometres to the municipality's box; 0 inside it, or where no box is known."""
    edges = (municipality.south, municipality.west, municipality.north, municipality.east)
    if None in edges:
        return 0.0
    south, west, north, east = (float(edge) for edge in edges if edge is not None)
    latitude, longitude = float(point.latitude), float(point.longitude)
    nearest = min(max(latitude, south), north), min(max(longitude, west), east)
    return km_between((latitude, longitude), nearest)


def warning(point: Point, municipality: Municipality) -> str:
    """What is said of a place outside; empty inside. Never a reason to refuse it."""
    away = km_outside(point, municipality)
    return outside_words(point, math.ceil(away), municipality) if away else ""


def outside_words(point: object, km: object, municipality: Municipality) -> str:
    """The warning about a place; the page's script passes marks instead of numbers."""
    return _(
        "The place %(point)s is about %(km)s km outside %(municipality)s. Please check it. If it is right, "
        "you can go on: we pass your request on to whoever is in charge there."
    ) % {"point": point, "km": km, "municipality": municipality.name}


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


def km_between(one: tuple[float, float], two: tuple[float, float]) -> float:
    """Kilometres along the great circle (haversine)."""
    south, north = math.radians(one[0]), math.radians(two[0])
    half = math.sin((north - south) / 2) ** 2
    half += math.cos(south) * math.cos(north) * math.sin(math.radians(two[1] - one[1]) / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(half))
