"""A request's place on the map of the municipality: how far outside it lies, and what is said of that."""

import math

from django.http import QueryDict
from django.utils.translation import gettext as _

from cases.lib.geography import LIMITS, Box, Point, km_between, parse
from cases.models import Municipality


def spread(data: QueryDict) -> QueryDict:
    """The form's data with a pair of degrees that was pasted into one of the two fields laid into both."""
    for name, other in zip(LIMITS, reversed(LIMITS), strict=True):
        if not data.get(other, "").strip() and (point := parse(data.get(name, ""))):
            data = data.copy()
            data["latitude"], data["longitude"] = str(point.latitude), str(point.longitude)
    return data


def km_outside(point: Point, municipality: Municipality) -> float:
    """Kilometres to the municipality's box; 0 inside it, or where no box is known."""
    box = Box.of(municipality)
    return 0.0 if box is None else km_between(point, box.nearest(point))


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
