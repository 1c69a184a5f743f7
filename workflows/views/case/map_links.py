"""Where the place of a case is, on a map."""

from cases.models import Case

MAP = "https://www.openstreetmap.org/"


def map_url(case: Case) -> str:
    """The address of a map of the location; empty where none is known."""
    if case.latitude is None:
        return ""
    return f"{MAP}?mlat={case.latitude}&mlon={case.longitude}#map=18/{case.latitude}/{case.longitude}"
