"""The tables of the workflow: processes, search, saved views and figures, as 0.6.0 begins."""

import cases.text.collation
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("cases", "0002_tables"),
        ("viewflow", "0015_task_scheduled"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
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
            name="Preference",
            fields=[
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="preference",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                ("shortcuts", models.BooleanField(default=True, verbose_name="keyboard shortcuts")),
            ],
        ),
        migrations.CreateModel(
            name="CaseProcess",
            fields=[],
            options={
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=("viewflow.process",),
        ),
        migrations.CreateModel(
            name="SubtaskProcess",
            fields=[],
            options={
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=("viewflow.process",),
        ),
        migrations.CreateModel(
            name="CaseSearch",
            fields=[
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="search",
                        serialize=False,
                        to="cases.case",
                        verbose_name="case",
                    ),
                ),
                ("words", django.contrib.postgres.search.SearchVectorField()),
                ("person", django.contrib.postgres.search.SearchVectorField()),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["words"], name="case_search_words"),
                    django.contrib.postgres.indexes.GinIndex(fields=["person"], name="case_search_person"),
                ],
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
        migrations.CreateModel(
            name="Presence",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("since", models.DateTimeField(verbose_name="since")),
                ("seen_at", models.DateTimeField(verbose_name="seen")),
                (
                    "case",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="cases.case",
                        verbose_name="case",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("case", "user"), name="presence_once")],
            },
        ),
        migrations.CreateModel(
            name="SavedView",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("name", models.CharField(max_length=40, verbose_name="name")),
                ("query", models.CharField(max_length=1000)),
                (
                    "department",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="cases.department",
                        verbose_name="shared with",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="saved_views",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="owner",
                    ),
                ),
            ],
            options={
                "verbose_name": "saved view",
                "verbose_name_plural": "saved views",
                "ordering": [cases.text.collation.ThaiOrder("name"), "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("owner", "name"), name="saved_view_name_once")
                ],
            },
        ),
    ]
