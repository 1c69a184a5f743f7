"""A change of the words of letters is a change of the set-up."""

from django.db import migrations

from cases.db.sql_files import RunSQLFile


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_setup_version"), ("notifications", "0002_functions")]

    operations = [RunSQLFile("letter_texts")]
