"""Rules that send new cases to departments and units."""

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0033_look_and_reach"),
    ]

    operations = [
        migrations.CreateModel(
            name="RoutingRule",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("name", models.CharField(max_length=100, unique=True, verbose_name="name of the rule")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="order")),
                ("active", models.BooleanField(default=True, verbose_name="in use")),
                (
                    "community",
                    models.CharField(
                        blank=True, max_length=100, verbose_name="community of the citizen's address"
                    ),
                ),
                (
                    "south",
                    models.FloatField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(-90),
                            django.core.validators.MaxValueValidator(90),
                        ],
                        verbose_name="southern edge",
                    ),
                ),
                (
                    "west",
                    models.FloatField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(-180),
                            django.core.validators.MaxValueValidator(180),
                        ],
                        verbose_name="western edge",
                    ),
                ),
                (
                    "north",
                    models.FloatField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(-90),
                            django.core.validators.MaxValueValidator(90),
                        ],
                        verbose_name="northern edge",
                    ),
                ),
                (
                    "east",
                    models.FloatField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(-180),
                            django.core.validators.MaxValueValidator(180),
                        ],
                        verbose_name="eastern edge",
                    ),
                ),
                ("question", models.SlugField(blank=True, max_length=40, verbose_name="question")),
                ("answer", models.CharField(blank=True, max_length=200, verbose_name="answer")),
                (
                    "weekdays",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(
                            validators=[django.core.validators.MaxValueValidator(6)]
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="days of the week on which it is received",
                    ),
                ),
                ("from_time", models.TimeField(blank=True, null=True, verbose_name="received from")),
                ("until_time", models.TimeField(blank=True, null=True, verbose_name="received before")),
                (
                    "category",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.category",
                        verbose_name="or every kind of the category",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.department",
                        verbose_name="goes to the department",
                    ),
                ),
                (
                    "kinds",
                    models.ManyToManyField(
                        blank=True, related_name="+", to="cases.requesttype", verbose_name="kinds of request"
                    ),
                ),
                (
                    "subdistricts",
                    models.ManyToManyField(
                        blank=True,
                        related_name="+",
                        to="cases.subdistrict",
                        verbose_name="subdistrict of the citizen's address",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.unit",
                        verbose_name="and unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "routing rule",
                "verbose_name_plural": "routing rules",
                "ordering": ["position", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("east", None), ("north", None), ("south", None), ("west", None)),
                            models.Q(
                                ("east__gt", models.F("west")),
                                ("east__isnull", False),
                                ("north__gt", models.F("south")),
                                ("north__isnull", False),
                                ("south__isnull", False),
                                ("west__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="routing_edges_make_a_box",
                        violation_error_message="Give all four edges: south below north, west before east.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("question", "")),
                            models.Q(
                                models.Q(("question", ""), _negated=True),
                                models.Q(("answer", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="routing_answer_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("from_time", None), ("until_time", None)),
                            models.Q(
                                ("from_time__isnull", False),
                                ("until_time__isnull", False),
                                models.Q(("from_time", models.F("until_time")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="routing_hours_whole",
                        violation_error_message="Give both times, and let them differ.",
                    ),
                ],
            },
        ),
    ]
