"""Where a place is, on a map of another site."""

from cases.lib.geography import Placed

MAP = "https://www.openstreetmap.org/"


def map_url(placed: Placed) -> str:
    """The address of a map of the place; empty where none is known."""
    if placed.latitude is None:
        return ""
    return f"{MAP}?mlat={placed.latitude}&mlon={placed.longitude}#map=18/{placed.latitude}/{placed.longitude}"
