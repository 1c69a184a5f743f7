"""The town has things with numbers on the map; a case can be about one, where its kind asks for it."""

import django.db.models.deletion
from django.db import migrations, models

from cases.db.sql_files import RunSQLFile


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0026_landmarks"),
    ]

    operations = [
        migrations.AddField(
            model_name="requesttype",
            name="asset_sort",
            field=models.CharField(
                blank=True,
                choices=[
                    ("lamp", "Lamp post"),
                    ("bin", "Bin"),
                    ("hydrant", "Hydrant"),
                    ("tree", "Tree"),
                    ("other", "Other thing"),
                ],
                db_default="",
                default="",
                help_text="The form asks for the number on it, where the set-up knows such things on the map. Then no question of your own needs to ask for the number.",
                max_length=8,
                verbose_name="is about a thing with a number",
            ),
        ),
        migrations.CreateModel(
            name="Asset",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "sort",
                    models.CharField(
                        choices=[
                            ("lamp", "Lamp post"),
                            ("bin", "Bin"),
                            ("hydrant", "Hydrant"),
                            ("tree", "Tree"),
                            ("other", "Other thing"),
                        ],
                        max_length=8,
                        verbose_name="kind of thing",
                    ),
                ),
                ("number", models.CharField(max_length=40, verbose_name="number on it")),
                ("key", models.CharField(editable=False, max_length=80, verbose_name="number, as compared")),
                ("latitude", models.DecimalField(decimal_places=6, max_digits=9, verbose_name="latitude")),
                ("longitude", models.DecimalField(decimal_places=6, max_digits=9, verbose_name="longitude")),
                ("active", models.BooleanField(default=True, verbose_name="in use")),
            ],
            options={
                "verbose_name": "thing on the map",
                "verbose_name_plural": "things on the map",
                "ordering": ["sort", "number"],
                "default_permissions": (),
                "indexes": [models.Index(fields=["sort", "latitude", "longitude"], name="asset_near_by")],
                "constraints": [
                    models.UniqueConstraint(fields=("sort", "key"), name="asset_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(("sort__in", ["lamp", "bin", "hydrant", "tree", "other"])),
                        name="asset_sort_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("latitude__range", (-90, 90)), ("longitude__range", (-180, 180))),
                        name="asset_on_earth",
                    ),
                ],
            },
        ),
        RunSQLFile("assets"),
        migrations.AddField(
            model_name="case",
            name="asset",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="cases.asset",
                verbose_name="thing it is about",
            ),
        ),
    ]
