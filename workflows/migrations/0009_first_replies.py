"""First replies in the sums of figures: what changes them notes their days, and those of before are counted."""

from django.db import migrations

from cases.db.sql_files import RunSQLFile

EVERY_REPLY = """
INSERT INTO workflows_changedday (day)
SELECT DISTINCT figures_day(at) FROM cases_caseevent WHERE from_status = 'received' AND to_status <> 'received'
"""


class ReadAgain(RunSQLFile):
    """Runs a file anew whose functions an earlier migration has made, and drops: backwards they stay."""

    def database_backwards(
        self, app_label: str, schema_editor: object, from_state: object, to_state: object
    ) -> None:
        """Change nothing: the newer triggers note more days than are needed."""


class Migration(migrations.Migration):
    dependencies = [("workflows", "0008_month_ends"), ("cases", "0012_event_by_time")]

    operations = [ReadAgain("changed_days"), migrations.RunSQL(EVERY_REPLY, migrations.RunSQL.noop)]
