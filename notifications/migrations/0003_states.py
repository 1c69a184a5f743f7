"""All states of a notice, priorities, and the allowance of a channel."""

import django.db.models.functions.datetime
import django_fsm
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0015_inbox_order"),
        ("notifications", "0002_followers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Allowance",
            fields=[
                (
                    "channel",
                    models.CharField(
                        choices=[("email", "E-mail")],
                        max_length=10,
                        primary_key=True,
                        serialize=False,
                        verbose_name="way",
                    ),
                ),
                ("tokens", models.FloatField(verbose_name="letters")),
                (
                    "filled_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="filled up"
                    ),
                ),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="notice",
            name="notice_state_known",
        ),
        migrations.RemoveConstraint(
            model_name="notice",
            name="notice_sent_has_time",
        ),
        migrations.RemoveIndex(
            model_name="notice",
            name="notice_due",
        ),
        migrations.AddField(
            model_name="notice",
            name="arrived_at",
            field=models.DateTimeField(null=True, verbose_name="arrived, or came back"),
        ),
        migrations.AddField(
            model_name="notice",
            name="priority",
            field=models.PositiveSmallIntegerField(
                choices=[(0, "Passwords and codes"), (1, "Letters"), (2, "Reminders and digests")],
                db_default=1,
                default=1,
                verbose_name="priority",
            ),
        ),
        migrations.AlterField(
            model_name="notice",
            name="state",
            field=django_fsm.FSMField(
                choices=[
                    ("pending", "Waiting to be sent"),
                    ("claimed", "Being sent"),
                    ("sent", "Sent"),
                    ("delivered", "Arrived"),
                    ("bounced", "Came back"),
                    ("failed", "Not delivered"),
                    ("cancelled", "Cancelled"),
                    ("expired", "Expired"),
                ],
                default="pending",
                max_length=10,
                verbose_name="state",
            ),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                condition=models.Q(("state", "pending")),
                fields=["channel", "priority", "due_at"],
                name="notice_next",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "pending",
                            "claimed",
                            "sent",
                            "delivered",
                            "bounced",
                            "failed",
                            "cancelled",
                            "expired",
                        ],
                    )
                ),
                name="notice_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["sent", "delivered", "bounced"]), _negated=True),
                    ("sent_at__isnull", False),
                    _connector="OR",
                ),
                name="notice_sent_has_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["delivered", "bounced"]), _negated=True),
                    ("arrived_at__isnull", False),
                    _connector="OR",
                ),
                name="notice_arrived_has_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(("priority__in", [0, 1, 2])), name="notice_priority_known"
            ),
        ),
    ]
