"""Letters go by web push too: a row names the browser."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


# Rows that the constraints of before do not know, and their foreign keys before those are made again.
FORGET = """
DELETE FROM notifications_notice WHERE channel = 'push';
DELETE FROM notifications_channelhealth WHERE channel = 'push';
SET CONSTRAINTS ALL IMMEDIATE;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0033_web_push"),
        ("notifications", "0006_area_alerts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="channelhealth",
            name="health_channel_known",
        ),
        migrations.RemoveConstraint(
            model_name="notice",
            name="notice_channel_known",
        ),
        migrations.RemoveConstraint(
            model_name="notice",
            name="notice_says_where",
        ),
        migrations.RemoveConstraint(
            model_name="notice",
            name="notice_once_per_event",
        ),
        migrations.AddField(
            model_name="notice",
            name="subscription",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="cases.pushsubscription",
                verbose_name="browser",
            ),
        ),
        migrations.AlterField(
            model_name="allowance",
            name="channel",
            field=models.CharField(
                choices=[("email", "E-mail"), ("line", "LINE"), ("sms", "SMS"), ("push", "Notification")],
                max_length=10,
                primary_key=True,
                serialize=False,
                verbose_name="way",
            ),
        ),
        migrations.AlterField(
            model_name="channelhealth",
            name="channel",
            field=models.CharField(
                choices=[("email", "E-mail"), ("line", "LINE"), ("sms", "SMS"), ("push", "Notification")],
                max_length=10,
                primary_key=True,
                serialize=False,
                verbose_name="way",
            ),
        ),
        migrations.AlterField(
            model_name="notice",
            name="channel",
            field=models.CharField(
                choices=[("email", "E-mail"), ("line", "LINE"), ("sms", "SMS"), ("push", "Notification")],
                default="email",
                max_length=10,
                verbose_name="way",
            ),
        ),
        migrations.AddConstraint(
            model_name="channelhealth",
            constraint=models.CheckConstraint(
                condition=models.Q(("channel__in", ["email", "line", "sms", "push"])),
                name="health_channel_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(
                condition=models.Q(("copy_of__isnull", True), ("event__isnull", False)),
                fields=("event", "audience", "channel", "recipient", "follower", "person", "subscription"),
                name="notice_once_per_event",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(("channel__in", ["email", "line", "sms", "push"])),
                name="notice_channel_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("address", ""), ("channel__in", ["line", "push"])),
                    models.Q(
                        models.Q(("channel__in", ["line", "push"]), _negated=True),
                        models.Q(("address", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="notice_says_where",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("channel", "push"), ("subscription__isnull", False)),
                    models.Q(models.Q(("channel", "push"), _negated=True), ("subscription__isnull", True)),
                    _connector="OR",
                ),
                name="notice_by_push_names_browser",
            ),
        ),
        migrations.RunSQL(migrations.RunSQL.noop, reverse_sql=FORGET),
    ]
