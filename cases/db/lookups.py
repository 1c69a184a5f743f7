"""`pk__any_of`: the rows that a query names, looked up one by one."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import AutoField, Lookup, Q, QuerySet


@AutoField.register_lookup
class AnyOf(Lookup):
    """`= ANY (array)`: unlike `IN (subquery)` it can be one of several conditions of which any is enough, and
    still be answered by an index; the subquery runs once, before."""

    lookup_name = "any_of"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """The column, and the array."""
        column, values = self.process_lhs(compiler, connection)
        array, more = self.process_rhs(compiler, connection)
        return f"{column} = ANY ({array})", (*values, *more)


def any_of(keys: QuerySet[Any]) -> Q:
    """The rows whose key is among these few, a query of one column."""
    return Q(pk__any_of=ArraySubquery(keys.order_by()))
