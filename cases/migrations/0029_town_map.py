"""A street map can be brought in as one file."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from cases.db.sql_files import RunSQLFile


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0028_asset_index"),
    ]

    operations = [
        migrations.CreateModel(
            name="TownMap",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("version", models.CharField(max_length=32, unique=True, verbose_name="version")),
                (
                    "attribution",
                    models.CharField(
                        default="© OpenStreetMap contributors",
                        max_length=200,
                        verbose_name="who made the map",
                    ),
                ),
                ("size", models.PositiveBigIntegerField(verbose_name="size in bytes")),
                ("min_zoom", models.PositiveSmallIntegerField(verbose_name="least detailed zoom level")),
                ("max_zoom", models.PositiveSmallIntegerField(verbose_name="most detailed zoom level")),
                ("south", models.FloatField(verbose_name="southern edge")),
                ("west", models.FloatField(verbose_name="western edge")),
                ("north", models.FloatField(verbose_name="northern edge")),
                ("east", models.FloatField(verbose_name="eastern edge")),
                ("added_at", models.DateTimeField(verbose_name="brought in")),
                ("replaced_at", models.DateTimeField(blank=True, null=True, verbose_name="replaced")),
                (
                    "added_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
            ],
            options={
                "verbose_name": "street map",
                "verbose_name_plural": "street maps",
                "ordering": ["-added_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        models.Value(1), condition=models.Q(("replaced_at", None)), name="town_map_one_in_use"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("south__lt", models.F("north")), ("west__lt", models.F("east"))),
                        name="town_map_edges_make_a_box",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("min_zoom__lte", models.F("max_zoom"))),
                        name="town_map_zooms_in_order",
                    ),
                ],
            },
        ),
        RunSQLFile("town_map"),
    ]
