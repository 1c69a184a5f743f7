"""What everybody may know of cases, on the public map and in its list: of the request types that the town has
switched on, those that are open and those that were solved of late; the place to within 50 m, no person."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import F, FloatField, Q, Value
from django.db.models.functions import ASin, Cast, Cos, Greatest, Power, Radians, Round, Sin, Sqrt
from django.utils import timezone

from cases.db.planning import planned_anew
from cases.intake.followers import known_to_strangers, public_place
from cases.lib.geography import EARTH_KM, METRES_A_DEGREE, Box, Point, rounded
from cases.models import OPEN, Case, CaseQuerySet, RequestType, Status

# Metres to which a place is told.
GRAIN = 50
RECENT = datetime.timedelta(days=30)
# A point covers so many of the 256 pixels of a tile.
CELL = 56 / 256
ZOOMS = range(5, 20)
MOST_POINTS = 400
# What is in view is asked of the told places, as `rounded` gives them: edges moved to and fro would otherwise
# find the real ones.
POINTS = """
WITH shown AS ({cases}),
    grid AS (
        SELECT *, round(latitude::float8 / high) * high AS north
        FROM shown, (SELECT %s::float8 AS high) AS grain
    ),
    told AS (
        SELECT *, round(longitude::float8 * cos(radians(north)) / high) * high / cos(radians(north)) AS east
        FROM grid
    )
SELECT avg(north), avg(east), count(*), min(number),
    count(*) FILTER (WHERE status IN ('resolved', 'closed'))
FROM told WHERE north BETWEEN %s AND %s AND east BETWEEN %s AND %s
GROUP BY floor(north / %s), floor(east / %s) ORDER BY 3 DESC LIMIT %s
"""


@dataclass(frozen=True)
class MapPoint:
    """One case, or several that lie close together: how many, of these how many are solved, and the number of
    the one."""

    latitude: float
    longitude: float
    count: int
    solved: int
    number: str


def kinds() -> list[RequestType]:
    """The request types that the town shows on the map, in its order."""
    return [one for one in RequestType.in_use() if one.on_public_map]


def shown(*, now: datetime.datetime | None = None) -> CaseQuerySet:
    """The open cases, and those that were solved within 30 days."""
    since = (now or timezone.now()) - RECENT
    return _of_kinds().filter(Q(status__in=[*OPEN]) | Q(solved(), resolved_at__gte=since))


def on_record() -> CaseQuerySet:
    """What other systems may read of: the cases that everybody may know of, however long ago they ended and
    however; none that its citizen has taken back."""
    return _of_kinds().exclude(status=Status.WITHDRAWN)


def is_shown(case: Case, *, now: datetime.datetime | None = None) -> bool:
    """Whether one of the cases `on_record` is still `shown`: then its cleared words and photos are."""
    if case.is_open:
        return True
    of_late = case.resolved_at is not None and case.resolved_at >= (now or timezone.now()) - RECENT
    return of_late and case.status in (Status.RESOLVED, Status.CLOSED)


def solved() -> Q:
    """The condition on cases that were solved, whether the citizen has agreed or not yet."""
    return Q(status__in=[Status.RESOLVED, Status.CLOSED])


def place_of(case: Case) -> Point:
    """Where the case is, as everybody is told."""
    point = Point.of(case)
    assert point is not None
    return told(point)


def told(point: Point) -> Point:
    """The place to within 50 m."""
    return rounded(point, GRAIN)


def near(cases: CaseQuerySet, here: Point, metres: int) -> CaseQuerySet:
    """Those of the cases that lie within so many metres, as strangers know their places. The database
    reckons, so that no more are read than are shown."""
    high = GRAIN / METRES_A_DEGREE
    around = cases.filter(**Box.around(here, metres + GRAIN).lookups)
    told_north = Round(Cast("latitude", FloatField()) / high) * high
    wide = high / Greatest(Cos(Radians(F("told_north"))), 0.01)
    told_east = Round(Cast("longitude", FloatField()) / wide) * wide
    found = around.alias(told_north=told_north).alias(told_east=told_east)
    return found.alias(metres_away=_metres_from(here)).filter(metres_away__lte=metres)


def address_of(case: Case) -> str:
    """The words about the place that everybody may read: those that were cleared, while the case is open."""
    return public_place(case) if case.is_open else ""


@planned_anew()
def points(cases: CaseQuerySet, box: Box, zoom: int) -> list[MapPoint]:
    """What a map of this box shows at this zoom: cases that would cover each other are one point. One
    statement; the fullest points first, at most MOST_POINTS."""
    cell, grain = 360 / 2**zoom * CELL, GRAIN / METRES_A_DEGREE
    low = Box.around(Point(box.south, box.west), 2 * GRAIN)
    high = Box.around(Point(box.north, box.east), 2 * GRAIN)
    columns = cases.filter(**Box(low.south, low.west, high.north, high.east).lookups).order_by()
    query, values = columns.values("latitude", "longitude", "number", "status").query.sql_with_params()
    with connection.cursor() as cursor:
        edges = [box.south, box.north, box.west, box.east]
        cursor.execute(POINTS.format(cases=query), [*values, grain, *edges, cell, cell, MOST_POINTS])
        rows: Sequence[tuple[float, float, int, str, int]] = cursor.fetchall()
    return [_point(*row) for row in rows]


def _of_kinds() -> CaseQuerySet:
    return known_to_strangers().filter(request_type__on_public_map=True, request_type__active=True)


def _metres_from(here: Point) -> Any:
    """The metres between this place and the told ones, along the great circle (haversine)."""
    south, north = Radians(Value(float(here.latitude))), Radians(F("told_north"))
    turn = Radians(F("told_east") - float(here.longitude))
    half = Power(Sin((north - south) / 2), 2) + Cos(south) * Cos(north) * Power(Sin(turn / 2), 2)
    return 2000 * EARTH_KM * ASin(Sqrt(half))


def _point(latitude: float, longitude: float, count: int, number: str, solved_ones: int) -> MapPoint:
    at, alone = told(Point(latitude, longitude)), number if count == 1 else ""
    return MapPoint(float(at.latitude), float(at.longitude), count, solved_ones, alone)
