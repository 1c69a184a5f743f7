"""The sums of the process map: which days have changed, and by which calendar they were counted."""

from django.db import migrations, models

from cases.db.sql_files import RunSQLFile

# The days of all that has happened before there were sums of it.
EVERY_DAY = "INSERT INTO workflows_changedday (day) SELECT DISTINCT figures_day(at) FROM cases_caseevent"


class Migration(migrations.Migration):
    dependencies = [("workflows", "0003_rehearsals"), ("cases", "0012_event_by_time")]

    operations = [
        migrations.AddField(
            model_name="figurestate",
            name="calendar",
            field=models.JSONField(db_default={}, default=dict, verbose_name="calendar"),
        ),
        RunSQLFile("changed_moves"),
        migrations.RunSQL(EVERY_DAY, migrations.RunSQL.noop),
    ]
