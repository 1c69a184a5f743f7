"""How many cases the inbox's views have: one statement for all of them, and most of it written beforehand."""

from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.utils import timezone

from cases.models import CaseQuerySet, User
from cases.remembered import remembered
from workflows import inbox as box

# A part of a statement, with its values.
Count = tuple[str, tuple[Any, ...]]
HOUR = 60 * 60


def counted(cases: CaseQuerySet) -> Count:
    """How many cases there are, but no more than inbox.MOST, as a part of a statement."""
    try:
        sql, values = cases.order_by().values("pk")[: box.MOST].query.sql_with_params()
    except EmptyResultSet:  # a condition that nothing fulfils, which Django asks nobody about
        return "0", ()
    return f"(SELECT count(*) FROM ({sql}) AS capped)", tuple(values)  # noqa: S608 - Django's own words


def views_counted(user: User, views: list[box.View]) -> list[Count]:
    """The counts of those views that are counted. Django takes as long to write them as PostgreSQL to answer;
    they change with the person's standing and the day alone."""
    key = f"views-{user.pk}-{user.is_superuser}-{hash(user.standing)}-{timezone.localdate()}"

    def written() -> list[Count]:
        return [counted(box.asked(user, box.Wish(view), [])) for view in views if view.is_counted]

    return remembered(key, written, seconds=HOUR)


def counts(user: User, parts: list[Count]) -> tuple[list[int], bool]:
    """The numbers, and whether this person wants the keyboard's shortcuts: one statement for all of it, in
    which nothing is counted twice."""
    asked = [part for place, part in enumerate(parts) if part not in parts[:place]]
    values = [value for part in asked for value in part[1]]
    sums = ", ".join(sql for sql, _values in asked)
    shortcuts = "(SELECT shortcuts FROM workflows_preference WHERE user_id = %s)"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {sums}, {shortcuts}", [*values, user.pk])
        *found, wanted = cursor.fetchone()
    return [found[asked.index(part)] for part in parts], wanted is not False
