"""The set-up gets a version: what was read at it is known until it changes."""

from django.db import migrations, models

from cases.db.sql_files import RunSQLFile


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_functions")]

    operations = [
        migrations.CreateModel(
            name="SetUpVersion",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("version", models.UUIDField()),
            ],
            options={
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="setup_version_one_row")
                ],
            },
        ),
        RunSQLFile("setup_version"),
    ]
