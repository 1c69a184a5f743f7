"""The map as the page of the inbox shows it."""

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.models import Municipality, User
from cases.templatetags.maps import map_of
from workflows.inbox import map as inbox_map

WORDS = {"count": "{count}", "late": "{late}"}


@dataclass(frozen=True)
class MapLook:
    """A map of the town with the points of a query; `query` is the address of the filters."""

    user: User
    query: str
    box: str

    @property
    def map(self) -> dict[str, Any]:
        """What the map is drawn from."""
        return map_of(Municipality.current())

    @property
    def points(self) -> str:
        """The address of the points; the part of the map that is in view is added to it."""
        return f"{reverse('staff:inbox_points')}?{self.query}"

    @property
    def whole(self) -> str:
        """The address of the same filters on the whole map; empty where no part was chosen."""
        query = QueryDict(self.query, mutable=True)
        query.pop("box", None), query.pop("rows", None)
        return f"?{query.urlencode()}&look=map" if self.box else ""

    @property
    def own_area(self) -> str:
        """The edges of the person's own cases; empty where there are none with a place."""
        found = inbox_map.own_area(self.user)
        return ",".join(f"{edge:.6f}" for edge in found) if found else ""

    @property
    def texts(self) -> dict[str, str]:
        """The words of the map's script."""
        return {
            "map-failed": _("The map could not be loaded. Please try again later."),
            "points-more": _("%(count)s cases, %(late)s of them late. Look closer.") % WORDS,
            "points-one": _("One case. Open it."),
            "capped": _("More cases are in view than the map shows. Look closer, or narrow them by filters."),
            "map-label": _("Map. The arrow keys move it; plus and minus zoom."),
        }
