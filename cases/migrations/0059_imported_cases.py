"""Cases that were taken over are known by the number that they had, once for each source."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0058_event_imported"),
    ]

    operations = [
        migrations.CreateModel(
            name="ImportedCase",
            fields=[
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="imported",
                        serialize=False,
                        to="cases.case",
                        verbose_name="case",
                    ),
                ),
                ("source", models.CharField(max_length=60, verbose_name="source")),
                ("number", models.CharField(max_length=60, verbose_name="number there")),
            ],
            options={
                "verbose_name": "case taken over",
                "verbose_name_plural": "cases taken over",
                "ordering": ["case"],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(fields=("source", "number"), name="imported_case_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("source", ""), _negated=True), models.Q(("number", ""), _negated=True)
                        ),
                        name="imported_case_says_where_from",
                    ),
                ],
            },
        ),
    ]
