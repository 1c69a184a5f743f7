"""Queries that Django writes once and every page runs, each time with its own values.

Django takes longer to write the larger queries of a page than PostgreSQL to answer them. Here a queryset is
written with `Given` in the place of what differs from run to run, and its SQL is kept under a key: all else
that it depends on, such as who asks.
"""

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from django.conf import settings
from django.core.exceptions import EmptyResultSet
from django.db import connection, connections
from django.db.models import Expression, Model, QuerySet
from django.db.models.query import get_related_populators

M = TypeVar("M", bound=Model)
# So many queries are kept at most, each of some thousand letters.
MOST = 500


@dataclass(frozen=True)
class Statement:
    """A query as Django has written it, and its compiler, which knows what each column is of."""

    sql: str
    params: tuple[Any, ...]
    compiler: Any


_kept: dict[Hashable, Statement | None] = {}


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
    `Given`, what it joins to them (`select_related`) and what it computes of them (`annotate`). What a row
    could have more of (`prefetch_related`) is its reader's to ask for."""
    statement = _statement((model, key), make)
    if statement is None:
        return []
    given = statement.params
    bound = [one.bound(values[one.name]) if isinstance(one, Given) else one for one in given]
    using = model._default_manager.db
    with connections[using].cursor() as cursor:
        cursor.execute(statement.sql, bound)
        found = cursor.fetchall()
    return list(_objects(statement.compiler, found, using))


def first(model: type[M], key: Hashable, make: Callable[[], QuerySet[M]], **values: Any) -> M | None:
    """Return the first of those rows, or None."""
    return next(iter(rows(model, key, make, **values)), None)


def _objects(compiler: Any, found: list[Any], using: str) -> Iterator[Any]:
    """Each row as an object of its model, as Django's ModelIterable makes it."""
    select, classes = compiler.select, compiler.klass_info
    columns = slice(classes["select_fields"][0], classes["select_fields"][-1] + 1)
    names = [column.target.attname for column, _, _ in select[columns]]
    joined = get_related_populators(classes, select, using)  # type: ignore[call-arg]  # the stubs are of Django 6
    for row in compiler.results_iter([found]):
        one = classes["model"].from_db(using, names, row[columns])
        for populator in joined:
            populator.populate(row, one)
        for name, place in compiler.annotation_col_map.items():
            setattr(one, name, row[place])
        yield one


def _statement(key: Hashable, make: Callable[[], QuerySet[M]]) -> Statement | None:
    if not settings.COMPILED_QUERIES:
        return _written(make())
    try:
        return _kept[key]
    except KeyError:
        statement = _written(make())
    if len(_kept) >= MOST:
        _kept.clear()
    _kept[key] = statement
    return statement


def _written(queryset: QuerySet[M]) -> Statement | None:
    """None where a condition cannot be fulfilled: Django asks nobody about such a query."""
    compiler = queryset.query.get_compiler(queryset.db)
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet:
        return None
    return Statement(sql, tuple(params), compiler)
