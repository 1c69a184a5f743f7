"""What every map draws besides its streets, as features of GeoJSON: the one place where more is added.

What is near is asked for by the part of the world that a map shows. A feature has a `kind`, by which
`map.css` knows how to draw it (class `map-<kind>`), and a `name` in the reader's language. Polygons and lines
are outlines; points are marks with their name, drawn where the map has no streets, and things with a number
everywhere.
"""

from typing import Any

from django.utils.translation import gettext as _

from cases.gazetteer import assets, landmarks
from cases.lib.geography import Box
from cases.models import Municipality

Feature = dict[str, Any]
# From which zoom on landmarks and assets are drawn, and how many at most: names have to find room.
LANDMARKS_FROM, MOST_LANDMARKS = 14, 40
ASSETS_FROM, MOST_ASSETS = 17, 120


def features() -> list[Feature]:
    """Everything that is drawn, the lowest first; nothing where nothing is known."""
    return [*_edges(Municipality.current())]


def in_view(box: Box, zoom: int) -> list[Feature]:
    """The landmarks and the assets of a part of the town, looked at from so near. One statement at most."""
    found = []
    if zoom >= LANDMARKS_FROM:
        found += [_point("landmark", one.name, one) for one in landmarks.within(box, most=MOST_LANDMARKS)]
    if zoom >= ASSETS_FROM:
        found += [_point("asset", one.number, one) for one in assets.within(box, most=MOST_ASSETS)]
    return found


def _point(kind: str, name: str, at: Any) -> Feature:
    return feature(kind, name, "Point", [float(at.longitude), float(at.latitude)])


def _edges(office: Municipality) -> list[Feature]:
    """The box that the municipality answers for, and its middle with the municipality's name."""
    found = []
    if box := Box.of(office):
        ring = [
            [box.west, box.south],
            [box.east, box.south],
            [box.east, box.north],
            [box.west, box.north],
            [box.west, box.south],
        ]
        name = _("Edge of %(municipality)s on the map") % {"municipality": office.name}
        found.append(feature("edges", name, "Polygon", [ring]))
    if office.latitude is not None and office.longitude is not None:
        found.append(feature("middle", office.short_name, "Point", [office.longitude, office.latitude]))
    return found


def feature(kind: str, name: str, shape: str, coordinates: Any) -> Feature:
    """One feature; coordinates as GeoJSON has them, longitude first."""
    return {
        "type": "Feature",
        "properties": {"kind": kind, "name": name},
        "geometry": {"type": shape, "coordinates": coordinates},
    }
