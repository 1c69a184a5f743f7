"""Was it reported already? Open cases of the same request type close to a place, as strangers may know
them."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.db.planning import planned_anew
from cases.intake.followers import followable
from cases.lib.geography import Box, Point, km_between, metres_between, octant, point_of
from cases.models import CITIZEN_WORDS, Area, Case, Municipality, RequestType, Status

RADIUS = 50
DAYS = 60
SHOWN = 5
DIRECTIONS = (
    gettext_lazy("to the north"),
    gettext_lazy("to the north-east"),
    gettext_lazy("to the east"),
    gettext_lazy("to the south-east"),
    gettext_lazy("to the south"),
    gettext_lazy("to the south-west"),
    gettext_lazy("to the west"),
    gettext_lazy("to the north-west"),
)
COLUMNS = ("number", "place", "cleared_place", "received_at", "status", "latitude", "longitude")


@dataclass(frozen=True)
class Nearby:
    """What strangers may know of a case; it is so many metres away, None where it lies in the same area."""

    number: str
    place: str
    received_at: datetime.datetime
    status: str
    metres: int | None
    direction: str
    followers: int

    @property
    def status_words(self) -> str:
        """Where it stands, in words for somebody who did not file it."""
        return public_status(self.status)


@planned_anew()
def similar(
    request_type: RequestType,
    latitude: Decimal | float | None,
    longitude: Decimal | float | None,
    area: Area | None = None,
    *,
    now: datetime.datetime | None = None,
) -> list[Nearby]:
    """The nearest open cases of this request type within 50 m, received in the last 60 days; without degrees
    the newest ones in this area. None without a place, or where the request type is nobody else's business.
    One statement; no personal data is read."""
    here = point_of(latitude, longitude)
    if here is None and area is None:
        return []
    since = (now or timezone.now()) - datetime.timedelta(days=DAYS)
    place = Box.around(here, RADIUS).lookups if here else {"area": area}
    cases = followable().filter(request_type=request_type, received_at__gte=since, **place)
    rows = cases.annotate(follower_count=Count("followers")).order_by("-pk")
    if here is None:
        rows = rows[:SHOWN]
    found = [_nearby(here, *row) for row in rows.values_list(*COLUMNS, "follower_count")]
    if here is None:
        return found
    close = [one for one in found if one.metres is not None and one.metres <= RADIUS]
    return sorted(close, key=lambda one: (one.metres or 0, one.number))[:SHOWN]


def public_status(status: str) -> str:
    """The citizen's word for a status, or one that speaks of the citizen instead of to."""
    return _("Waiting for information") if status == Status.WAITING else str(CITIZEN_WORDS[Status(status)])


def _nearby(
    here: Point | None,
    number: str,
    place: str,
    cleared: str,
    received_at: datetime.datetime,
    status: str,
    latitude: Decimal,
    longitude: Decimal,
    followers: int,
) -> Nearby:
    there = Point(latitude, longitude)
    shown = place if place == cleared else ""
    if here is None:
        return Nearby(number, shown, received_at, status, None, "", followers)
    away, way = metres_between(here, there), direction(here, there)
    return Nearby(number, shown, received_at, status, away, way, followers)


def direction(here: Point, there: Point) -> str:
    """Where there lies, seen from here: one of eight directions; empty for one and the same place."""
    found = octant(here, there)
    return "" if found is None else str(DIRECTIONS[found])


def area(case: Case) -> str:
    """Where the case lies, seen from the centre of the municipality, to half a kilometre: what strangers may
    know of a place before its words are cleared. Empty without a place or a centre."""
    office = Municipality.current()
    centre, there = Point.of(office), Point.of(case)
    if centre is None or there is None:
        return ""
    halves = round(2 * km_between(centre, there))
    if not halves:
        return _("In the centre of %(municipality)s") % {"municipality": office.name}
    told = {
        "km": number_format(halves / 2, 1, use_l10n=True),
        "direction": direction(centre, there),
        "municipality": office.name,
    }
    return _("About %(km)s km %(direction)s of the centre of %(municipality)s") % told
