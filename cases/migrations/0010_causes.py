"""A result names the cause of the matter, from a list of its request type."""

import django.db.models.deletion
from django.db import migrations, models

from cases.db.sql_files import RunSQLFile


def to_cause(**options):
    return models.ForeignKey(
        blank=True,
        null=True,
        on_delete=django.db.models.deletion.PROTECT,
        to="cases.cause",
        verbose_name="cause",
        **options,
    )


class Migration(migrations.Migration):
    dependencies = [("cases", "0009_routing_officer")]

    operations = [
        migrations.AddField(
            model_name="requesttype",
            name="needs_cause",
            field=models.BooleanField(
                default=False,
                help_text="A result is taken only with a cause of the list below. Without a list nothing is asked.",
                verbose_name="the result names a cause",
            ),
        ),
        migrations.CreateModel(
            name="Cause",
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
                    "request_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="causes",
                        to="cases.requesttype",
                        verbose_name="kind of request",
                    ),
                ),
            ],
            options={
                "verbose_name": "cause",
                "verbose_name_plural": "causes",
                "ordering": ["position", "code"],
                "abstract": False,
            },
        ),
        RunSQLFile("causes"),
        migrations.AddField(model_name="case", name="cause", field=to_cause(db_index=False)),
        migrations.AddField(model_name="proposal", name="cause", field=to_cause(related_name="+")),
    ]
