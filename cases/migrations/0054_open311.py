"""Open311 for other systems: its switch, the systems with their keys, and which cases came from them."""

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0053_access_tokens"),
    ]

    operations = [
        migrations.AddField(
            model_name="municipality",
            name="jurisdiction_id",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                max_length=100,
                validators=[
                    django.core.validators.RegexValidator(
                        "^[A-Za-z0-9._-]*\\Z",
                        "Write Latin letters, digits, dots and hyphens, like udoncity.go.th.",
                    )
                ],
                verbose_name="jurisdiction_id",
            ),
        ),
        migrations.AddField(
            model_name="municipality",
            name="open311",
            field=models.BooleanField(
                db_default=False, default=False, verbose_name="Open311 for other systems"
            ),
        ),
        migrations.CreateModel(
            name="Open311Partner",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("name", models.CharField(max_length=100, unique=True, verbose_name="name")),
                (
                    "key",
                    models.CharField(
                        editable=False, max_length=64, unique=True, verbose_name="hash of the key"
                    ),
                ),
                ("expires_on", models.DateField(blank=True, null=True, verbose_name="last day")),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="made")),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True, verbose_name="withdrawn")),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
            ],
            options={
                "verbose_name": "Open311 partner",
                "verbose_name_plural": "Open311 partners",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Open311Report",
            fields=[
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="open311",
                        serialize=False,
                        to="cases.case",
                        verbose_name="case",
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="cases.open311partner",
                        verbose_name="Open311 partner",
                    ),
                ),
            ],
            options={
                "verbose_name": "report by Open311",
                "verbose_name_plural": "reports by Open311",
                "ordering": ["case"],
                "default_permissions": (),
            },
        ),
        migrations.AddConstraint(
            model_name="open311partner",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="open311_partner_has_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="open311partner",
            constraint=models.CheckConstraint(
                condition=models.Q(("key", ""), _negated=True), name="open311_partner_has_key"
            ),
        ),
    ]
