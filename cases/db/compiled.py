"""Queries that Django writes once and every page runs, each time with its own values.

Django takes longer to write the larger queries of a page than PostgreSQL to answer them. Here a queryset is
written with `Given` in the place of what differs from run to run, and its SQL is kept under a key: all else
that it depends on, such as who asks.
"""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from django.conf import settings
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Expression, Model, QuerySet

M = TypeVar("M", bound=Model)
# So many queries are kept at most, each of some thousand letters.
MOST = 500
Statement = tuple[str, tuple[Any, ...]]
NOTHING: Statement = ("", ())
_kept: dict[Hashable, Statement] = {}


class Given(Expression):
    """The place of a value of this field, which each run gives by a name, the field's own unless told."""

    def __init__(self, model: type[Model], field: str, name: str = "") -> None:
        column: Any = model._meta.get_field(field)
        super().__init__(output_field=column)
        self.name = name or field

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """A placeholder, whose value is this object until the statement runs."""
        return "%s", (self,)

    def bound(self, value: Any) -> Any:
        """Return the value as the database gets it."""
        return self.output_field.get_db_prep_value(value, connection)


def rows(model: type[M], key: Hashable, make: Callable[[], QuerySet[M]], **values: Any) -> list[M]:
    """Return the rows of the queryset that `make` returns for this key, with these values for what it has
    `Given`. They are of this model alone: what it would join to them (`select_related`) is left out."""
    sql, params = _statement((model, key), make)
    bound = [one.bound(values[one.name]) if isinstance(one, Given) else one for one in params]
    return list(model._default_manager.raw(sql, bound)) if sql else []


def _statement(key: Hashable, make: Callable[[], QuerySet[M]]) -> Statement:
    if not settings.COMPILED_QUERIES:
        return _written(make())
    known = _kept.get(key)
    if known is None:
        if len(_kept) >= MOST:
            _kept.clear()
        _kept[key] = known = _written(make())
    return known


def _written(queryset: QuerySet[M]) -> Statement:
    try:
        return queryset.select_related(None).query.sql_with_params()
    except EmptyResultSet:  # a condition that nothing fulfils, which Django asks nobody about
        return NOTHING
