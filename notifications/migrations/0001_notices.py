"""The outbox."""

import uuid

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

import cases.db.encryption


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("cases", "0003_events_append_only"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("received", "Request received, with the password"),
                            ("with_department", "Assigned to a department"),
                            ("question", "Question to the citizen"),
                            ("result", "Result"),
                            ("rejected", "Not taken on"),
                            ("reopened", "Open again"),
                            ("closed", "Case closed"),
                            ("new_password", "New password"),
                            ("email_changed", "Other e-mail address"),
                            ("recovery_code", "Confirmation code"),
                            ("new_case", "New case"),
                            ("case_transferred", "Case from another department"),
                            ("case_reopened", "Case open again"),
                            ("case_handed_back", "Case given back"),
                            ("assigned_to_you", "Case assigned to you"),
                            ("answer", "The citizen answered"),
                            ("message", "Message from the citizen"),
                            ("withdrawn", "Withdrawn by the citizen"),
                            ("due_soon", "Due soon"),
                            ("late", "Late"),
                        ],
                        max_length=20,
                        verbose_name="letter",
                    ),
                ),
                (
                    "audience",
                    models.CharField(
                        choices=[("citizen", "Citizen"), ("head", "Department head"), ("officer", "Officer")],
                        max_length=10,
                        verbose_name="to",
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[("email", "E-mail")], default="email", max_length=10, verbose_name="way"
                    ),
                ),
                ("address", models.EmailField(max_length=254, verbose_name="address")),
                (
                    "language",
                    models.CharField(
                        choices=[("th", "Thai"), ("en", "English")], max_length=2, verbose_name="language"
                    ),
                ),
                ("subject", models.CharField(max_length=300, verbose_name="subject")),
                ("text", models.TextField(verbose_name="text")),
                ("html", models.TextField(verbose_name="HTML")),
                (
                    "secret",
                    cases.db.encryption.EncryptedTextField(blank=True, default="", verbose_name="secret"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "Waiting to be sent"),
                            ("claimed", "Being sent"),
                            ("sent", "Sent"),
                            ("failed", "Not delivered"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="pending",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="attempts")),
                (
                    "created",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="written"
                    ),
                ),
                (
                    "due_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="next attempt"
                    ),
                ),
                ("woken_at", models.DateTimeField(null=True, verbose_name="a worker was woken")),
                ("lease", models.UUIDField(null=True, verbose_name="lease")),
                ("leased_until", models.DateTimeField(null=True, verbose_name="leased until")),
                ("sent_at", models.DateTimeField(null=True, verbose_name="sent")),
                ("last_error", models.CharField(blank=True, max_length=300, verbose_name="last error")),
                (
                    "provider_id",
                    models.CharField(blank=True, max_length=200, verbose_name="mail service's ID"),
                ),
                (
                    "case",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="cases.case",
                        verbose_name="case",
                    ),
                ),
                (
                    "copy_of",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="copies",
                        to="notifications.notice",
                        verbose_name="copy of",
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="cases.caseevent",
                        verbose_name="event",
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="recipient",
                    ),
                ),
                (
                    "recovery",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notices",
                        to="cases.recovery",
                        verbose_name="recovery",
                    ),
                ),
                (
                    "resent_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="sent again by",
                    ),
                ),
            ],
            options={
                "verbose_name": "notice",
                "verbose_name_plural": "notices",
                "ordering": ["created", "pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "pending")), fields=["due_at"], name="notice_due"
                    ),
                    models.Index(
                        condition=models.Q(("state", "claimed")),
                        fields=["leased_until"],
                        name="notice_leased",
                    ),
                    models.Index(
                        condition=models.Q(("state", "pending")), fields=["woken_at"], name="notice_woken"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("copy_of__isnull", True), ("event__isnull", False)),
                        fields=("event", "audience", "channel", "recipient"),
                        name="notice_once_per_event",
                        nulls_distinct=False,
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("recovery__isnull", False)),
                        fields=("recovery",),
                        name="notice_once_per_recovery",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("event__isnull", False), ("recovery__isnull", True)),
                            models.Q(("event__isnull", True), ("recovery__isnull", False)),
                            _connector="OR",
                        ),
                        name="notice_has_one_cause",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["pending", "claimed", "sent", "failed", "cancelled"])
                        ),
                        name="notice_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("audience__in", ["citizen", "head", "officer"])),
                        name="notice_audience_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("channel__in", ["email"])), name="notice_channel_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("language__in", ["th", "en"])), name="notice_language_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("lease__isnull", False),
                                ("leased_until__isnull", False),
                                ("state", "claimed"),
                            ),
                            models.Q(
                                models.Q(("state", "claimed"), _negated=True),
                                ("lease__isnull", True),
                                ("leased_until__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="notice_claimed_has_lease",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["pending", "claimed"]), ("secret", ""), _connector="OR"
                        ),
                        name="notice_settled_has_no_secret",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "sent"), _negated=True),
                            ("sent_at__isnull", False),
                            _connector="OR",
                        ),
                        name="notice_sent_has_time",
                    ),
                ],
            },
        ),
    ]
