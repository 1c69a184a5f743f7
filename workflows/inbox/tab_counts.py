"""How many cases the inbox's views have: one statement for all of them, and most of it written beforehand."""

from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.utils import timezone

from cases.db.planning import planned_anew
from cases.lib.process_cache import remembered
from cases.models import User
from workflows.inbox import queries, standard_views
from workflows.models import Preference

# A part of a statement, with its values.
Count = tuple[str, tuple[Any, ...]]
UNCOUNTED: Count = ("NULL", ())
HOUR = 60 * 60
PREFERRED = """(SELECT row_to_json(one) FROM (
    SELECT shortcuts, look, density, columns FROM workflows_preference WHERE user_id = %s
) AS one)"""


def counted(user: User, wanted: queries.InboxQuery) -> Count:
    """How many cases it is about, but no more than inbox.MOST, as a part of a statement. Those with some
    words are not counted, nor is everything: it would take longer than to find the first of them."""
    if wanted.is_askable and (wanted.text or (wanted.is_everything and not wanted.view.is_counted)):
        return UNCOUNTED
    try:
        cases = queries.matching_cases(user, wanted).order_by().values("pk")
        sql, values = cases[: queries.MOST].query.sql_with_params()
    except EmptyResultSet:  # a condition that nothing fulfils, which Django asks nobody about
        return "0", ()
    return f"(SELECT count(*) FROM ({sql}) AS capped)", tuple(values)  # noqa: S608 - Django's own words


def views_counted(user: User, views: list[standard_views.View]) -> list[Count]:
    """The counts of these views. Django takes as long to write them as PostgreSQL to answer; they change with
    the person's standing and the day alone."""
    names = ",".join(view.name for view in views)
    key = f"views-{user.pk}-{user.is_superuser}-{hash(user.access_profile)}-{timezone.localdate()}-{names}"

    def written() -> list[Count]:
        return [counted(user, queries.InboxQuery(view)) if view.is_counted else UNCOUNTED for view in views]

    return remembered(key, written, seconds=HOUR)


@planned_anew()
def counts(user: User, parts: list[Count]) -> tuple[list[int | None], Preference]:
    """The numbers, None for what is not counted, and how this person wants the inbox: one statement for all
    of it, in which nothing is counted twice."""
    asked = [part for place, part in enumerate(parts) if part not in parts[:place]]
    values = [value for part in asked for value in part[1]]
    sums = ", ".join(sql for sql, _values in asked)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {sums}, {PREFERRED}", [*values, user.pk])
        *found, preferred = cursor.fetchone()
    return [found[asked.index(part)] for part in parts], Preference(user=user, **preferred or {})
