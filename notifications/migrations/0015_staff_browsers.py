"""Browsers of the staff are told too: one for each log-in, and a row names it for as long as that lasts."""

import cases.db.encryption
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

# Rows that the constraints of before do not know, and their foreign keys before those are made again.
FORGET = """
DELETE FROM notifications_notice WHERE channel = 'push' AND subscription_id IS NULL;
SET CONSTRAINTS ALL IMMEDIATE;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0049_hears_of_new_cases"),
        ("notifications", "0014_hearers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="StaffBrowser",
            fields=[
                (
                    "log_in",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="cases.staffsession",
                        verbose_name="log-in",
                    ),
                ),
                (
                    "endpoint",
                    cases.db.encryption.EncryptedTextField(verbose_name="address at the push service"),
                ),
                ("p256dh", cases.db.encryption.EncryptedTextField(verbose_name="public key of the browser")),
                ("auth", cases.db.encryption.EncryptedTextField(verbose_name="secret of the browser")),
                ("endpoint_hash", models.CharField(max_length=64, verbose_name="hash of the address")),
                ("service", models.CharField(max_length=253, verbose_name="push service")),
                (
                    "since",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="since"
                    ),
                ),
            ],
            options={
                "verbose_name": "browser of the staff with notifications",
                "verbose_name_plural": "browsers of the staff with notifications",
                "default_permissions": (),
            },
        ),
        migrations.RemoveConstraint(
            model_name="notice",
            name="notice_once_per_event",
        ),
        migrations.RemoveConstraint(
            model_name="notice",
            name="notice_by_push_names_browser",
        ),
        migrations.AddField(
            model_name="notice",
            name="staff_browser",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="notifications.staffbrowser",
                verbose_name="browser of the staff",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("copy_of__isnull", True),
                    ("event__isnull", False),
                    models.Q(("channel", "push"), ("recipient__isnull", False), _negated=True),
                ),
                fields=("event", "audience", "channel", "recipient", "follower", "person", "subscription"),
                name="notice_once_per_event",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(
                condition=models.Q(("copy_of__isnull", True), ("staff_browser__isnull", False)),
                fields=("staff_browser", "event"),
                name="notice_once_per_staff_browser",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("channel", "push"), ("staff_browser__isnull", True), ("subscription__isnull", False)
                    ),
                    models.Q(
                        ("channel", "push"), ("recipient__isnull", False), ("subscription__isnull", True)
                    ),
                    models.Q(
                        models.Q(("channel", "push"), _negated=True),
                        ("staff_browser__isnull", True),
                        ("subscription__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="notice_by_push_names_browser",
            ),
        ),
        migrations.RunSQL(migrations.RunSQL.noop, reverse_sql=FORGET),
    ]
