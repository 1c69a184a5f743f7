"""Routing rules are part of the set-up and have no number of their own any more."""

from django.db import migrations

from cases.db.sql_files import RunSQLFile


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_public_sums")]

    operations = [
        RunSQLFile("routing_rules"),
        # A database that was made before this migration has numbered them.
        migrations.RunSQL(
            "DROP FUNCTION IF EXISTS cases_routing_changed() CASCADE;"
            "DROP SEQUENCE IF EXISTS cases_routing_number",
            migrations.RunSQL.noop,
        ),
        migrations.DeleteModel(name="RoutingVersion"),
    ]
