"""PostgreSQL's plans, asked for with statistics of the test's own rows.

What the statistics of a table say outlives the transaction that gathered them, so a plan that is asked for
without new ones depends on which tests ran before.
"""

from django.db import connection
from django.db.models import Model, QuerySet


def plan(asked: "QuerySet[Model] | str", *tables: str) -> str:
    """Return the plan of a statement on `tables`, which prefers any index to reading or sorting a table."""
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ANALYZE {table}")
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_sort = off")
        if not isinstance(asked, str):
            return asked.explain()
        cursor.execute(f"EXPLAIN {asked}")
        return "\n".join(row[0] for row in cursor.fetchall())
