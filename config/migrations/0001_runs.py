"""When each job ran last, and which beat leads."""

import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="JobRun",
            fields=[
                (
                    "name",
                    models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name="job"),
                ),
                (
                    "started_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="began"
                    ),
                ),
                ("finished_at", models.DateTimeField(null=True, verbose_name="ended")),
                ("succeeded", models.BooleanField(null=True, verbose_name="went well")),
            ],
            options={
                "verbose_name": "run of a job",
                "verbose_name_plural": "runs of the jobs",
            },
        ),
        migrations.CreateModel(
            name="BeatLease",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("holder", models.UUIDField()),
                ("until", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="beat_lease_is_one")
                ],
            },
        ),
    ]
