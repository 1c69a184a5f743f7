"""E-mail that came in, until it is filed, attached or put aside."""

import cases.db.encryption
import django.db.models.deletion
import django.db.models.functions.datetime
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0055_open_data"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReceivedMail",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                        verbose_name="form token",
                    ),
                ),
                (
                    "digest",
                    models.CharField(editable=False, max_length=64, unique=True, verbose_name="digest"),
                ),
                (
                    "sort",
                    models.CharField(
                        choices=[
                            ("letter", "E-mail"),
                            ("bounce", "Came back"),
                            ("automatic", "Automatic answer"),
                            ("list", "Mailing list"),
                            ("own", "Our own letter"),
                            ("unreadable", "Could not be read"),
                        ],
                        max_length=10,
                        verbose_name="what it is",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("new", "To be looked at"),
                            ("filed", "Filed as a case"),
                            ("joined", "Attached to a case"),
                            ("aside", "Put aside"),
                            ("kept", "Automatic e-mail"),
                        ],
                        default="new",
                        max_length=6,
                        verbose_name="state",
                    ),
                ),
                (
                    "received_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="came in"
                    ),
                ),
                ("sender", cases.db.encryption.EncryptedTextField(blank=True, verbose_name="sender")),
                (
                    "sender_name",
                    cases.db.encryption.EncryptedTextField(blank=True, verbose_name="sender's name"),
                ),
                ("subject", cases.db.encryption.EncryptedTextField(blank=True, verbose_name="subject")),
                ("words", cases.db.encryption.EncryptedTextField(blank=True, verbose_name="text")),
                ("left_out", cases.db.encryption.EncryptedTextField(blank=True, verbose_name="not taken")),
                ("raw", cases.db.encryption.EncryptedTextField(blank=True, verbose_name="as it came")),
                ("proved", models.BooleanField(default=False, verbose_name="sender proved")),
                ("settled_at", models.DateTimeField(null=True, verbose_name="dealt with")),
                ("reason", cases.db.encryption.EncryptedTextField(blank=True, verbose_name="reason")),
                (
                    "case",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="received_mail",
                        to="cases.case",
                        verbose_name="case",
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="dealt with by",
                    ),
                ),
            ],
            options={
                "verbose_name": "received e-mail",
                "verbose_name_plural": "received e-mails",
                "ordering": ["-received_at", "pk"],
                "indexes": [
                    models.Index(fields=["state", "received_at", "id"], name="received_mail_by_state")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("sort__in", ["letter", "bounce", "automatic", "list", "own", "unreadable"])
                        ),
                        name="received_mail_sort_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["new", "filed", "joined", "aside", "kept"])),
                        name="received_mail_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("settled_at__isnull", True), ("state__in", ["new", "kept"])),
                            models.Q(
                                ("settled_at__isnull", False), ("state__in", ["filed", "joined", "aside"])
                            ),
                            _connector="OR",
                        ),
                        name="received_mail_settled_has_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["filed", "joined"]), _negated=True),
                            ("case__isnull", False),
                            _connector="OR",
                        ),
                        name="received_mail_became_case",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "aside"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="received_mail_aside_says_why",
                    ),
                ],
            },
        ),
    ]
