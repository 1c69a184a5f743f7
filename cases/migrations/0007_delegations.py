"""Heads and executives hand their decisions on to a deputy, by an order and for some days."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from cases.db.sql_files import RunSQLFile


class Migration(migrations.Migration):
    dependencies = [("cases", "0006_routing_rules")]

    operations = [
        migrations.CreateModel(
            name="Delegation",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("since", models.DateField(verbose_name="first day")),
                ("until", models.DateField(verbose_name="last day")),
                ("entered_at", models.DateTimeField(verbose_name="entered")),
                (
                    "capacity",
                    models.CharField(
                        choices=[("acting", "acting for"), ("conferred", "by authority of")],
                        default="acting",
                        max_length=10,
                        verbose_name="words of the signature",
                    ),
                ),
                ("order_number", models.CharField(max_length=60, verbose_name="number of the order")),
                ("withdrawn_at", models.DateTimeField(null=True, verbose_name="withdrawn")),
                (
                    "deputy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deputy_for",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="deputy",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="entered by",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="delegations",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who hands decisions on",
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="withdrawn by",
                    ),
                ),
            ],
            options={
                "verbose_name": "delegation of decisions",
                "verbose_name_plural": "delegations of decisions",
                "ordering": ["since", "pk"],
                "indexes": [models.Index(fields=["until", "since"], name="delegation_of_a_day")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until__gte", models.F("since"))),
                        name="delegation_begins_before_it_ends",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("deputy", models.F("user")), _negated=True),
                        name="delegation_deputy_is_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("capacity__in", ["acting", "conferred"])),
                        name="delegation_capacity_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("order_number", ""), _negated=True),
                        name="delegation_names_its_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_by", None), ("withdrawn_at__isnull", False), _connector="OR"
                        ),
                        name="delegation_withdrawn_has_time",
                    ),
                ],
            },
        ),
        migrations.AlterField(
            model_name="absence", name="since", field=models.DateField(verbose_name="first day")
        ),
        migrations.AlterField(
            model_name="absence", name="until", field=models.DateField(verbose_name="last day")
        ),
        RunSQLFile("delegations"),
    ]
