import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("workflows", "0005_presence"),
    ]

    operations = [
        migrations.CreateModel(
            name="ChangedDay",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("day", models.DateField(verbose_name="day")),
            ],
            options={
                "verbose_name": "changed day",
                "verbose_name_plural": "changed days",
            },
        ),
        migrations.CreateModel(
            name="FigureState",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("as_of", models.DateTimeField(null=True, verbose_name="as of")),
                (
                    "restricted",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.IntegerField(),
                        default=list,
                        size=None,
                        verbose_name="restricted kinds",
                    ),
                ),
            ],
            options={
                "verbose_name": "state of the figures",
                "verbose_name_plural": "state of the figures",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("pk", 1)), name="figures_state_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="FigureSum",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                (
                    "scale",
                    models.CharField(
                        choices=[("day", "Day"), ("month", "Month"), ("now", "Now")],
                        max_length=5,
                        verbose_name="of a",
                    ),
                ),
                ("day", models.DateField(help_text="Of a month the first one.", verbose_name="day")),
                ("department", models.PositiveIntegerField(verbose_name="department")),
                ("by", models.CharField(max_length=10, verbose_name="told apart by")),
                ("cells", models.JSONField(verbose_name="counts")),
            ],
            options={
                "verbose_name": "sum of figures",
                "verbose_name_plural": "sums of figures",
                "indexes": [models.Index(fields=["day"], name="figures_by_day")],
                "constraints": [
                    models.UniqueConstraint(fields=("by", "scale", "department", "day"), name="figures_once"),
                    models.CheckConstraint(
                        condition=models.Q(("scale__in", ["day", "month", "now"])), name="figures_scale_known"
                    ),
                ],
            },
        ),
    ]
