"""Suppressed addresses, citizens not reached, who cancelled a letter, and indexes for the lists of letters."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notifications", "0015_together"),
        ("cases", "0038_contact"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Suppression",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("channel", models.CharField(max_length=10, verbose_name="way")),
                ("address_hash", models.CharField(max_length=64, verbose_name="hash of the address")),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("bounced", "a letter came back"),
                            ("refused", "the mail server says that there is no such address"),
                            ("complained", "the reader has complained of a letter"),
                        ],
                        max_length=10,
                        verbose_name="reason",
                    ),
                ),
                (
                    "at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="since"
                    ),
                ),
                ("lifted_at", models.DateTimeField(null=True, verbose_name="lifted")),
                (
                    "lifted_because",
                    models.CharField(blank=True, max_length=300, verbose_name="reason for lifting"),
                ),
            ],
            options={
                "verbose_name": "suppressed address",
                "verbose_name_plural": "suppressed addresses",
            },
        ),
        migrations.CreateModel(
            name="Unreached",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("letters", models.PositiveIntegerField(db_default=1, default=1, verbose_name="letters")),
                (
                    "since",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="since"
                    ),
                ),
                (
                    "at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="last time"
                    ),
                ),
                ("reached_at", models.DateTimeField(null=True, verbose_name="reached")),
            ],
            options={
                "verbose_name": "citizen not reached",
                "verbose_name_plural": "citizens not reached",
            },
        ),
        migrations.AddField(
            model_name="notice",
            name="cancelled_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="cancelled by",
            ),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                condition=models.Q(("state__in", ["pending", "claimed"])),
                fields=["created"],
                name="notice_unsent",
            ),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(fields=["created", "id"], name="notice_by_age"),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(fields=["state", "created", "id"], name="notice_by_state"),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                condition=models.Q(("provider_id", ""), _negated=True),
                fields=["provider_id"],
                name="notice_by_provider",
            ),
        ),
        migrations.AddField(
            model_name="suppression",
            name="lifted_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="lifted by",
            ),
        ),
        migrations.AddField(
            model_name="suppression",
            name="notice",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="notifications.notice",
                verbose_name="letter",
            ),
        ),
        migrations.AddField(
            model_name="unreached",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="unreached",
                to="cases.case",
                verbose_name="case",
            ),
        ),
        migrations.AddField(
            model_name="unreached",
            name="notice",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="notifications.notice",
                verbose_name="last letter",
            ),
        ),
        migrations.AddField(
            model_name="unreached",
            name="reached_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="reached by",
            ),
        ),
        migrations.AddConstraint(
            model_name="suppression",
            constraint=models.UniqueConstraint(
                condition=models.Q(("lifted_at__isnull", True)),
                fields=("channel", "address_hash"),
                name="suppression_once_per_address",
            ),
        ),
        migrations.AddConstraint(
            model_name="suppression",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("lifted_at__isnull", True), ("lifted_because", ""), ("lifted_by__isnull", True)
                    ),
                    models.Q(
                        ("lifted_at__isnull", False),
                        ("lifted_by__isnull", False),
                        models.Q(("lifted_because", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="suppression_lifted_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="suppression",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason__in", ["bounced", "refused", "complained"])),
                name="suppression_reason_known",
            ),
        ),
        migrations.AddIndex(
            model_name="unreached",
            index=models.Index(
                condition=models.Q(("reached_at__isnull", True)), fields=["at", "id"], name="unreached_open"
            ),
        ),
        migrations.AddConstraint(
            model_name="unreached",
            constraint=models.UniqueConstraint(
                condition=models.Q(("reached_at__isnull", True)),
                fields=("case",),
                name="unreached_once_per_case",
            ),
        ),
        migrations.AddConstraint(
            model_name="unreached",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reached_at__isnull", True), ("reached_by__isnull", True)),
                    models.Q(("reached_at__isnull", False), ("reached_by__isnull", False)),
                    _connector="OR",
                ),
                name="unreached_ends_by_somebody",
            ),
        ),
    ]
