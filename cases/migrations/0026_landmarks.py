"""Landmarks have names in both languages and a point."""

import django.core.validators
from django.db import migrations, models

from cases.db.sql_files import RunSQLFile


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0025_area_index"),
    ]

    operations = [
        migrations.CreateModel(
            name="Landmark",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("name_th", models.CharField(max_length=200, unique=True, verbose_name="Thai name")),
                ("name_en", models.CharField(blank=True, max_length=200, verbose_name="English name")),
                (
                    "sort",
                    models.CharField(
                        choices=[
                            ("temple", "Temple, mosque, church, shrine"),
                            ("school", "School, university"),
                            ("hospital", "Hospital, health centre"),
                            ("office", "Office, police, post"),
                            ("market", "Market, shops"),
                            ("park", "Park, sports ground, water"),
                            ("transport", "Station, stop, junction"),
                            ("street", "Street, lane"),
                            ("other", "Other"),
                        ],
                        default="other",
                        max_length=9,
                        verbose_name="kind of landmark",
                    ),
                ),
                (
                    "latitude",
                    models.DecimalField(
                        decimal_places=6,
                        max_digits=9,
                        validators=[
                            django.core.validators.MinValueValidator(-90),
                            django.core.validators.MaxValueValidator(90),
                        ],
                        verbose_name="latitude",
                    ),
                ),
                (
                    "longitude",
                    models.DecimalField(
                        decimal_places=6,
                        max_digits=9,
                        validators=[
                            django.core.validators.MinValueValidator(-180),
                            django.core.validators.MaxValueValidator(180),
                        ],
                        verbose_name="longitude",
                    ),
                ),
            ],
            options={
                "verbose_name": "landmark",
                "verbose_name_plural": "landmarks",
                "ordering": ["name_th"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "sort__in",
                                [
                                    "temple",
                                    "school",
                                    "hospital",
                                    "office",
                                    "market",
                                    "park",
                                    "transport",
                                    "street",
                                    "other",
                                ],
                            )
                        ),
                        name="landmark_sort_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("latitude__range", (-90, 90)), ("longitude__range", (-180, 180))),
                        name="landmark_on_earth",
                    ),
                ],
            },
        ),
        RunSQLFile("landmarks"),
    ]
