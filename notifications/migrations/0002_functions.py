"""The functions and triggers of the database, each a file of `notifications/sql/`."""

from django.db import migrations

from cases.db.sql_files import RunSQLFile


class Migration(migrations.Migration):
    dependencies = [("notifications", "0001_tables")]

    operations = [
        RunSQLFile("notice_transitions"),
        RunSQLFile("unreached_citizens"),
    ]
