"""Standard texts by kind and step."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0023_near_by_in_any_state"),
    ]

    operations = [
        migrations.CreateModel(
            name="StandardText",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("code", models.SlugField(max_length=40, unique=True, verbose_name="code")),
                ("name_th", models.CharField(max_length=200, verbose_name="Thai name")),
                ("name_en", models.CharField(max_length=200, verbose_name="English name")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                ("active", models.BooleanField(default=True, verbose_name="in use")),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("assign", "Name an officer"),
                            ("ask", "Ask the citizen"),
                            ("transfer", "Send to another department"),
                            ("hand_back", "Give back to the head"),
                            ("resolve", "Report the result"),
                            ("reject", "Do not take it on"),
                            ("extend", "Give more time"),
                            ("note", "Write an internal note"),
                        ],
                        max_length=12,
                        verbose_name="step",
                    ),
                ),
                ("text_th", models.TextField(max_length=4000, verbose_name="text in Thai")),
                ("text_en", models.TextField(blank=True, max_length=4000, verbose_name="text in English")),
                (
                    "category",
                    models.ForeignKey(
                        blank=True,
                        help_text="Instead of one kind: for all kinds of a category.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="texts",
                        to="cases.category",
                        verbose_name="category",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty: for every department.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="texts",
                        to="cases.department",
                        verbose_name="department",
                    ),
                ),
                (
                    "kind",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty: for every kind.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="texts",
                        to="cases.requesttype",
                        verbose_name="kind of request",
                    ),
                ),
            ],
            options={
                "verbose_name": "standard text",
                "verbose_name_plural": "standard texts",
                "ordering": ["position", "code"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text_th", ""), _negated=True), name="text_has_words"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "step__in",
                                [
                                    "assign",
                                    "ask",
                                    "transfer",
                                    "hand_back",
                                    "resolve",
                                    "reject",
                                    "extend",
                                    "note",
                                ],
                            )
                        ),
                        name="text_step_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind", None), ("category", None), _connector="OR"),
                        name="text_for_kind_or_category",
                        violation_error_message="Choose a kind of request or a category, not both.",
                    ),
                ],
            },
        ),
    ]
