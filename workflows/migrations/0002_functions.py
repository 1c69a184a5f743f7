"""The functions and triggers of the database, each a file of `workflows/sql/`."""

from django.db import migrations

from cases.db.sql_files import RunSQLFile


class Migration(migrations.Migration):
    dependencies = [("workflows", "0001_tables")]

    operations = [
        RunSQLFile("open_tasks"),
        RunSQLFile("presence_is_unlogged"),
        RunSQLFile("changed_days"),
    ]
