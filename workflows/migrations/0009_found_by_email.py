"""Cases are found by the e-mail address of their citizen, as by the telephone: those from before too, some at a
time and without stopping the work."""

from django.db import migrations

SOME = 5_000
ADD = """
UPDATE workflows_casesearch AS search
SET person = search.person || array_to_tsvector(ARRAY[lower(cases_case.email)])
FROM cases_case
WHERE cases_case.id = search.case_id AND cases_case.email <> '' AND search.case_id > %s AND search.case_id <= %s
"""


def add(apps, schema_editor):
    """Add the addresses; may be repeated, since a word stands in a vector once."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(case_id), 0) FROM workflows_casesearch")
        (last,) = cursor.fetchone()
        for start in range(0, last, SOME):
            cursor.execute(ADD, [start, start + SOME])


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("workflows", "0008_saved_views_in_thai_order"), ("cases", "0062_idempotency")]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
