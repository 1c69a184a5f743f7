"""The town has areas with outlines; a case lies in one, and routing rules ask for it."""

import django.db.models.deletion
from django.db import migrations, models

from cases.db.sql_files import RunSQLFile

SORTS = [
    ("community", "Community"),
    ("subdistrict", "Subdistrict"),
    ("ward", "Ward"),
    ("other", "Other area"),
]


class Migration(migrations.Migration):
    dependencies = [("cases", "0023_municipality_short_name")]

    operations = [
        migrations.CreateModel(
            name="Area",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("code", models.SlugField(max_length=40, unique=True, verbose_name="code")),
                ("name_th", models.CharField(max_length=200, verbose_name="Thai name")),
                ("name_en", models.CharField(blank=True, max_length=200, verbose_name="English name")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                ("active", models.BooleanField(default=True, verbose_name="in use")),
                (
                    "sort",
                    models.CharField(
                        choices=SORTS, default="community", max_length=11, verbose_name="kind of area"
                    ),
                ),
                ("outline", models.TextField(verbose_name="outline")),
            ],
            options={
                "verbose_name": "area",
                "verbose_name_plural": "areas",
                "ordering": ["position", "code"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("sort__in", ["community", "subdistrict", "ward", "other"])),
                        name="area_sort_known",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("active", True)),
                        fields=("sort", "name_th"),
                        name="area_name_once",
                    ),
                ],
            },
        ),
        RunSQLFile("areas"),
        migrations.AddField(
            model_name="case",
            name="area",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="cases.area",
                verbose_name="area of the place",
            ),
        ),
        migrations.AddField(
            model_name="routingrule",
            name="areas",
            field=models.ManyToManyField(
                blank=True, related_name="+", to="cases.area", verbose_name="area of the place"
            ),
        ),
        RunSQLFile("routing_areas"),
    ]
