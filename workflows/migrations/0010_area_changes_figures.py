"""A case that turns out to lie in another area notes its days."""

from django.db import migrations

from cases.db.sql_files import RunSQLFile


class Migration(migrations.Migration):
    dependencies = [("workflows", "0009_first_replies"), ("cases", "0024_areas")]

    operations = [
        RunSQLFile("changed_areas"),
        # Backwards: the column may go after it.
        migrations.RunSQL(migrations.RunSQL.noop, "DROP TRIGGER IF EXISTS figures_case_area ON cases_case"),
    ]
