"""What the script of the maps needs: addresses, the town's box, and its words in the reader's language."""

from typing import Any

from django import template
from django.conf import settings
from django.template.context import Context
from django.utils.translation import gettext as _

from cases.models import Municipality, TownMap

register = template.Library()


@register.inclusion_tag("cases/form/place_view.html", takes_context=True)
def place_view(
    context: Context, latitude: Any = None, longitude: Any = None, points: str = ""
) -> dict[str, Any]:
    """A button that opens a map with a pin at this place, or of the town with what lies at the address
    `points`; hidden without JavaScript."""
    municipality = context.get("municipality") or Municipality.current()
    return {
        "map": map_of(municipality),
        "latitude": latitude,
        "longitude": longitude,
        "points": points,
        "texts": _view_texts(),
    }


def map_of(municipality: Municipality) -> dict[str, Any]:
    """What a map of the town is drawn from: its streets, if there are any, and its box."""
    used = TownMap.current()
    edges = ("south", "west", "north", "east", "latitude", "longitude")
    return {
        "streets": used,
        "tiles": "" if used else settings.TILE_URL,
        "attribution": used.attribution if used else settings.TILE_ATTRIBUTION,
        "numbers": {f"box-{name}": getattr(municipality, name) for name in edges},
        "texts": _texts(with_streets=bool(used or settings.TILE_URL)),
    }


def _texts(*, with_streets: bool) -> dict[str, str]:
    return {
        "open": _("Open the street map")
        if with_streets
        else _("Open the map (outline of the town, no streets)"),
        "close": _("Close the map"),
        "streets-failed": _("The streets could not be loaded. The map shows the outline of the town."),
        "zoom-in": _("Zoom in"),
        "zoom-out": _("Zoom out"),
    }


def _view_texts() -> dict[str, str]:
    return {
        "map-failed": _("The map could not be loaded. Please try again later."),
        "points-more": _("%(count)s reports, %(solved)s of them solved. Look closer.")
        % {"count": "{count}", "solved": "{solved}"},
        "points-one": _("One report. Open it."),
        "map-label": _("Map. The arrow keys move it; plus and minus zoom."),
    }
