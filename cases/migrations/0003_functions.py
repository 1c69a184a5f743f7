"""The functions and triggers of the database, each a file of `cases/sql/`."""

from django.db import migrations

from cases.db.sql_files import RunSQLFile


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_tables")]

    operations = [
        RunSQLFile("thai_order_key"),
        RunSQLFile("count_tries"),
        RunSQLFile("events_are_append_only"),
        RunSQLFile("change_log_is_append_only"),
        RunSQLFile("logs_are_append_only"),
        RunSQLFile("asked_questions_stay"),
        RunSQLFile("duplicates_have_no_chain"),
        RunSQLFile("absence_once_at_a_time"),
    ]
