"""How each check stood when it was last looked at, and what went wrong by the hour."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("config", "0001_runs"),
    ]

    operations = [
        migrations.CreateModel(
            name="Watched",
            fields=[
                (
                    "name",
                    models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name="check"),
                ),
                ("measured_at", models.DateTimeField(verbose_name="measured")),
                ("figure", models.FloatField(null=True, verbose_name="figure")),
                ("wrong", models.BooleanField(default=False, verbose_name="wrong")),
                ("since", models.DateTimeField(verbose_name="since")),
            ],
            options={
                "verbose_name": "state of a check",
                "verbose_name_plural": "states of the checks",
            },
        ),
        migrations.CreateModel(
            name="Trouble",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("what", models.CharField(max_length=10, verbose_name="kind of trouble")),
                ("hour", models.DateTimeField(verbose_name="hour")),
                ("number", models.PositiveIntegerField(verbose_name="number")),
            ],
            options={
                "verbose_name": "trouble of an hour",
                "verbose_name_plural": "troubles by the hour",
                "constraints": [
                    models.UniqueConstraint(fields=("what", "hour"), name="trouble_once_an_hour"),
                    models.CheckConstraint(
                        condition=models.Q(("what__in", ["error", "shed"])), name="trouble_known"
                    ),
                ],
            },
        ),
    ]
