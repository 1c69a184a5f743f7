"""A part of the map that narrows the list: a box, or a shape that was drawn by hand."""

from typing import Any, NamedTuple

from django.db.models import BooleanField, F, Func, Q, Value

from cases.lib.geography import LIMITS, Box, Point

# The map's script simplifies what is drawn; a saved view has room for so many.
MOST_CORNERS = 30


class Shape(NamedTuple):
    """What lies within a line from corner to corner and back to the first."""

    corners: tuple[Point, ...]

    @property
    def box(self) -> Box:
        """The box around it."""
        north, east = zip(*self.corners, strict=True)
        return Box(float(min(north)), float(min(east)), float(max(north)), float(max(east)))


def parse(text: str) -> Box | Shape:
    """Return the box whose south, west, north and east edges stand in the text with commas between them, or
    the shape whose corners do, with semicolons between them. Raises ValueError."""
    numbers = [tuple(float(part) for part in pair.split(",")) for pair in text.split(";")]
    if len(numbers) == 1:
        south, west, north, east = numbers[0]
        box = Box(south, west, north, east)
        if not (_is_on_globe(south, west) and _is_on_globe(north, east) and south <= north and west <= east):
            raise ValueError(text)
        return box
    corners = tuple(Point(latitude, longitude) for latitude, longitude in numbers)
    if not 3 <= len(corners) <= MOST_CORNERS or not all(_is_on_globe(*corner) for corner in corners):
        raise ValueError(text)
    return Shape(corners)


def condition(part: Box | Shape) -> Q:
    """Return the condition on cases that their point lies in the part; PostgreSQL judges a shape."""
    if isinstance(part, Box):
        return Q(**part.lookups)
    corners = ",".join(f"({corner.longitude},{corner.latitude})" for corner in part.corners)
    polygon = Func(Value(f"({corners})"), template="%(expressions)s::polygon")
    point = Func(F("longitude"), F("latitude"), function="point")
    inside: Any = Func(
        polygon, point, template="(%(expressions)s)", arg_joiner=" @> ", output_field=BooleanField()
    )
    return Q(**part.box.lookups) & Q(inside)


def _is_on_globe(latitude: Any, longitude: Any) -> bool:
    return bool(abs(latitude) <= LIMITS["latitude"] and abs(longitude) <= LIMITS["longitude"])
