"""People hear of what is reported near a place."""

import django.db.models.functions.text
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0031_public_words")]

    operations = [
        migrations.CreateModel(
            name="AreaAlert",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("email", models.EmailField(max_length=254, verbose_name="e-mail")),
                ("language", models.CharField(default="th", max_length=2, verbose_name="language")),
                ("latitude", models.DecimalField(decimal_places=6, max_digits=9, verbose_name="latitude")),
                ("longitude", models.DecimalField(decimal_places=6, max_digits=9, verbose_name="longitude")),
                (
                    "metres",
                    models.PositiveSmallIntegerField(
                        choices=[(250, 250), (500, 500), (1000, 1000), (2000, 2000)],
                        verbose_name="within metres",
                    ),
                ),
                ("since", models.DateTimeField(auto_now_add=True, verbose_name="since")),
                ("told_until", models.DateTimeField(verbose_name="told until")),
            ],
            options={
                "verbose_name": "area alert",
                "verbose_name_plural": "area alerts",
            },
        ),
        migrations.AlterField(
            model_name="onetimecode",
            name="purpose",
            field=models.CharField(
                choices=[
                    ("password", "New password"),
                    ("email", "Other e-mail address"),
                    ("follow", "Follow a case"),
                    ("cases", "All own cases"),
                    ("area", "Hear what is reported near a place"),
                ],
                default="password",
                max_length=10,
                verbose_name="purpose",
            ),
        ),
        migrations.AddField(
            model_name="areaalert",
            name="request_type",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="cases.requesttype",
                verbose_name="kind of request",
            ),
        ),
        migrations.AddConstraint(
            model_name="areaalert",
            constraint=models.UniqueConstraint(
                django.db.models.functions.text.Lower("email"),
                models.F("latitude"),
                models.F("longitude"),
                models.F("request_type"),
                name="area_alert_once_per_place",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="areaalert",
            constraint=models.CheckConstraint(
                condition=models.Q(("language__in", ["th", "en"])), name="area_alert_language_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="areaalert",
            constraint=models.CheckConstraint(
                condition=models.Q(("metres__in", (250, 500, 1000, 2000))), name="area_alert_metres_known"
            ),
        ),
    ]
