"""The list as a map: what lies close together is one point, gathered by the database, by how late it is."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import BooleanField, ExpressionWrapper, Max, Min, Q
from django.utils import timezone

from cases.db.planning import planned_anew
from cases.intake.public_cases import CELL, MOST_POINTS
from cases.lib.geography import Box
from cases.models import Case, User
from workflows import rights
from workflows.inbox import queries
from workflows.inbox.standard_views import is_due_this_week, is_late

# Cases that are read at most: where more are in view, the map says that it shows some of them.
MOST = 50_000
POINTS = """
SELECT avg(north), avg(east), count(*), count(*) FILTER (WHERE late), count(*) FILTER (WHERE soon), min(pk)
FROM (
    SELECT latitude::float8 AS north, longitude::float8 AS east, late, soon, pk FROM ({cases}) AS matching
) AS found
GROUP BY floor(north / %s), floor(east / %s) ORDER BY 3 DESC, 6 LIMIT %s
"""
EDGES = {
    **{"south": Min("latitude"), "west": Min("longitude")},
    **{"north": Max("latitude"), "east": Max("longitude")},
}


@dataclass(frozen=True)
class MapPoint:
    """One case, or several that lie close together: how many, of these how many are late and how many due
    within seven days, and the number of the one."""

    latitude: float
    longitude: float
    count: int
    late: int
    soon: int
    number: str


@planned_anew()
def points(user: User, wanted: queries.InboxQuery, box: Box, zoom: int) -> list[MapPoint]:
    """Return what a map of this box shows at this zoom of the open cases that are asked for, or of those of
    the status that is. Two statements; the fullest points first, at most MOST_POINTS of MOST cases."""
    cases = queries.matching_cases(user, wanted).filter(**box.lookups).order_by()
    if not wanted.status or wanted.status == queries.EVERY:
        cases = cases.open()
    today, cell = timezone.localdate(), 360 / 2**zoom * CELL
    flags = {"late": is_late(user, today), "soon": is_due_this_week(user, today)}
    marked = cases.annotate(**{name: _flag(condition) for name, condition in flags.items()})
    try:
        part = marked.values("latitude", "longitude", "pk", *flags)[:MOST]
        sql, values = part.query.sql_with_params()
    except EmptyResultSet:  # a condition that nothing fulfils, which Django asks nobody about
        return []
    with connection.cursor() as cursor:
        cursor.execute(POINTS.format(cases=sql), [*values, cell, cell, MOST_POINTS])
        rows: list[Any] = cursor.fetchall()
    alone = [key for *_rest, count, _late, _soon, key in rows if count == 1]
    numbers = dict(Case.objects.filter(pk__in=alone).values_list("pk", "number")) if alone else {}
    return [
        MapPoint(round(latitude, 6), round(longitude, 6), count, late, soon, numbers.get(key, ""))
        for latitude, longitude, count, late, soon, key in rows
    ]


def own_area(user: User) -> Box | None:
    """Return the box that holds the open cases of this person and the own departments; None where there are
    none with a place."""
    own = rights.in_charge(user) | Q(department__in=list(user.roles)) & user.unrestricted
    cases = Case.objects.visible_to(user).open().filter(own, latitude__isnull=False)
    found = cases.order_by().aggregate(**EDGES)
    if found["south"] is None:
        return None
    return Box(*(float(found[edge]) for edge in Box._fields))


def _flag(condition: Q) -> Any:
    return ExpressionWrapper(condition, BooleanField())
