"""Browsers that are told of a case by web push, and the keys that sign for it."""

import cases.db.encryption
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0032_area_alerts"),
    ]

    operations = [
        migrations.CreateModel(
            name="PushKeys",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("private", cases.db.encryption.EncryptedTextField(verbose_name="private key")),
                ("public", models.CharField(max_length=100, verbose_name="public key")),
                (
                    "made_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="made"
                    ),
                ),
            ],
            options={
                "verbose_name": "keys of notifications",
                "verbose_name_plural": "keys of notifications",
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="push_keys_one_row")
                ],
            },
        ),
        migrations.CreateModel(
            name="PushSubscription",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "endpoint",
                    cases.db.encryption.EncryptedTextField(
                        blank=True, verbose_name="address at the push service"
                    ),
                ),
                (
                    "p256dh",
                    cases.db.encryption.EncryptedTextField(
                        blank=True, verbose_name="public key of the browser"
                    ),
                ),
                (
                    "auth",
                    cases.db.encryption.EncryptedTextField(blank=True, verbose_name="secret of the browser"),
                ),
                (
                    "endpoint_hash",
                    models.CharField(blank=True, max_length=64, verbose_name="hash of the address"),
                ),
                ("service", models.CharField(max_length=253, verbose_name="push service")),
                ("language", models.CharField(max_length=2, verbose_name="language")),
                (
                    "since",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="since"
                    ),
                ),
                ("ended_at", models.DateTimeField(null=True, verbose_name="ended")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="push_subscriptions",
                        to="cases.case",
                        verbose_name="case",
                    ),
                ),
            ],
            options={
                "verbose_name": "browser with notifications",
                "verbose_name_plural": "browsers with notifications",
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("case", "endpoint_hash"),
                        name="push_once_for_each_browser",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("ended_at__isnull", True),
                                models.Q(("endpoint", ""), _negated=True),
                                models.Q(("p256dh", ""), _negated=True),
                                models.Q(("auth", ""), _negated=True),
                                models.Q(("endpoint_hash", ""), _negated=True),
                            ),
                            models.Q(
                                ("auth", ""),
                                ("ended_at__isnull", False),
                                ("endpoint", ""),
                                ("endpoint_hash", ""),
                                ("p256dh", ""),
                            ),
                            _connector="OR",
                        ),
                        name="push_ended_is_forgotten",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("language__in", ["th", "en"])), name="push_language_known"
                    ),
                ],
            },
        ),
    ]
