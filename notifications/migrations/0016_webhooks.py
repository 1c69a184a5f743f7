"""Other systems are told of events: where they listen, their keys, and rows of the outbox for them."""

import cases.db.encryption
import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

from cases.db.sql_files import RunSQLFile

# Rows that the constraints of before do not know, and their foreign keys before those are made again.
FORGET = """
DELETE FROM notifications_webhookattempt;
DELETE FROM notifications_notice WHERE channel = 'webhook' OR kind = 'webhook_off';
DELETE FROM notifications_channelhealth WHERE channel = 'webhook';
SET CONSTRAINTS ALL IMMEDIATE;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0049_hears_of_new_cases"),
        ("notifications", "0015_staff_browsers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="WebhookAttempt",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="time"
                    ),
                ),
                ("status", models.PositiveSmallIntegerField(null=True, verbose_name="answer")),
                ("error", models.CharField(blank=True, max_length=300, verbose_name="error")),
                ("milliseconds", models.PositiveIntegerField(verbose_name="milliseconds")),
            ],
            options={
                "verbose_name": "attempt of a webhook",
                "verbose_name_plural": "attempts of webhooks",
            },
        ),
        migrations.CreateModel(
            name="WebhookEndpoint",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "name",
                    models.CharField(max_length=100, unique=True, verbose_name="name of the other system"),
                ),
                ("address", models.CharField(max_length=500, verbose_name="address that takes the messages")),
                ("active", models.BooleanField(default=False, verbose_name="in use")),
                (
                    "off_because",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("new", "New: not switched on yet"),
                            ("by_hand", "Switched off by an administrator"),
                            ("gone", "Switched off: the other system has said that it is gone (410)"),
                            ("failing", "Switched off: nothing has reached the other system for three days"),
                        ],
                        default="new",
                        max_length=10,
                        verbose_name="why nothing is sent",
                    ),
                ),
                (
                    "event_types",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="events",
                    ),
                ),
                ("restricted", models.BooleanField(default=False, verbose_name="restricted kinds too")),
            ],
            options={
                "verbose_name": "webhook",
                "verbose_name_plural": "webhooks",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="WebhookSecret",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("secret", cases.db.encryption.EncryptedTextField(verbose_name="secret")),
                ("private", cases.db.encryption.EncryptedTextField(verbose_name="private key")),
                ("public", models.CharField(max_length=60, verbose_name="public key")),
                (
                    "made_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="made"
                    ),
                ),
                ("ends_at", models.DateTimeField(null=True, verbose_name="holds until")),
            ],
            options={
                "verbose_name": "keys of a webhook",
                "verbose_name_plural": "keys of webhooks",
            },
        ),
        migrations.RemoveConstraint(
            model_name="channelhealth",
            name="health_channel_known",
        ),
        migrations.RemoveConstraint(
            model_name="notice",
            name="notice_once_per_event",
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
            name="notice_has_one_cause",
        ),
        migrations.RemoveConstraint(
            model_name="notice",
            name="notice_audience_known",
        ),
        migrations.AlterField(
            model_name="allowance",
            name="channel",
            field=models.CharField(
                choices=[
                    ("email", "E-mail"),
                    ("line", "LINE"),
                    ("sms", "SMS"),
                    ("push", "Notification"),
                    ("webhook", "Webhook"),
                ],
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
                choices=[
                    ("email", "E-mail"),
                    ("line", "LINE"),
                    ("sms", "SMS"),
                    ("push", "Notification"),
                    ("webhook", "Webhook"),
                ],
                max_length=10,
                primary_key=True,
                serialize=False,
                verbose_name="way",
            ),
        ),
        migrations.AlterField(
            model_name="notice",
            name="audience",
            field=models.CharField(
                choices=[
                    ("citizen", "Citizen"),
                    ("head", "Department head"),
                    ("officer", "Officer"),
                    ("clerk", "Clerk"),
                    ("subtask_head", "Head of the helping department"),
                    ("helper", "Helping officer"),
                    ("follower", "Follower"),
                    ("executive", "Executive"),
                    ("mentioned", "Mentioned in a note"),
                    ("outside", "Outside party"),
                    ("hearer", "Hears of new cases"),
                    ("neighbour", "Who wants to hear of an area"),
                    ("administrator", "Administrator"),
                    ("system", "Another system"),
                ],
                max_length=20,
                verbose_name="to",
            ),
        ),
        migrations.AlterField(
            model_name="notice",
            name="channel",
            field=models.CharField(
                choices=[
                    ("email", "E-mail"),
                    ("line", "LINE"),
                    ("sms", "SMS"),
                    ("push", "Notification"),
                    ("webhook", "Webhook"),
                ],
                default="email",
                max_length=10,
                verbose_name="way",
            ),
        ),
        migrations.AlterField(
            model_name="notice",
            name="kind",
            field=models.CharField(
                choices=[
                    ("received", "Request received, with the password"),
                    ("with_department", "Assigned to a department"),
                    ("question", "Question to the citizen"),
                    ("result", "Result"),
                    ("progress", "What was done so far"),
                    ("rejected", "Not taken on"),
                    ("reopened", "Open again"),
                    ("closed", "Case closed"),
                    ("contact_changed", "Told in another way"),
                    ("new_password", "New password"),
                    ("email_changed", "Other e-mail address"),
                    ("followed_assigned", "Followed case: with the department"),
                    ("followed_result", "Followed case: result"),
                    ("followed_rejected", "Followed case: not taken on"),
                    ("followed_withdrawn", "Followed case: withdrawn"),
                    ("followed_reopened", "Followed case: open again"),
                    ("followed_closed", "Followed case: closed"),
                    ("recovery_code", "Confirmation code"),
                    ("letters_wait", "Letters wait for a confirmed address"),
                    ("joined", "Joined with another report"),
                    ("separated", "Handled on its own again"),
                    ("type_corrected", "Kind of request put right"),
                    ("taken_up_by_staff", "Taken up again by the staff"),
                    ("reopening_asked", "Still not fixed: the head looks at it"),
                    ("reopening_refused", "Looked at again: stays with the result"),
                    ("taken_up_again", "Joined report: open again"),
                    ("new_case", "New case"),
                    ("case_transferred", "Case from another department"),
                    ("case_reopened", "Case open again"),
                    ("reopening_to_answer", "“Still not fixed” to answer"),
                    ("reopening_due", "“Still not fixed” to answer soon"),
                    ("case_corrected", "Case put right"),
                    ("verdict_alert", "Answer after a result, for the head"),
                    ("case_handed_back", "Case given back"),
                    ("case_separated", "Case on its own again"),
                    ("cases_came_back", "Cases of an officer who has left"),
                    ("assigned_to_you", "Case assigned to you"),
                    ("answer", "The citizen answered"),
                    ("message", "Message from the citizen"),
                    ("mentioned", "Mentioned in a note"),
                    ("withdrawn", "Withdrawn by the citizen"),
                    ("result_to_approve", "Result to approve"),
                    ("result_returned", "Result returned"),
                    ("due_soon", "Due soon"),
                    ("late", "Late"),
                    ("digest", "Morning letter"),
                    ("unassigned", "Nobody in charge"),
                    ("reply_late", "First reply overdue"),
                    ("escalated", "Case stands still"),
                    ("deadline_extended", "New expected date, with the reason"),
                    ("followed_extended", "Followed case: new expected date"),
                    ("new_deadline", "New deadline"),
                    ("delay_due", "Delay to be explained"),
                    ("delay_explained", "Delay explained"),
                    ("transfer_returned", "Case sent back"),
                    ("transfer_unanswered", "Transfer not answered in time"),
                    ("case_to_place", "Third transfer: decide the department"),
                    ("case_placed", "Case placed by the clerk"),
                    ("subtask_asked", "Subtask asked of your department"),
                    ("subtask_assigned", "Subtask assigned to you"),
                    ("subtask_finished", "Subtask finished"),
                    ("subtask_refused", "Subtask refused"),
                    ("subtask_cancelled", "Subtask cancelled"),
                    ("subtask_came_back", "Subtask of an officer who has left"),
                    ("subtask_late", "Subtask late"),
                    ("step_opened", "Step of the plan for you"),
                    ("step_returned", "Step sent back"),
                    ("outside_asked", "Outside party: asked, with a link"),
                    ("outside_due", "Outside party: due soon"),
                    ("outside_late", "Outside party: late"),
                    ("outside_cancelled", "Outside party: not needed any more"),
                    ("outside_answered", "An outside party answered"),
                    ("outside_expected", "An outside party’s step is due soon"),
                    ("outside_escalated", "An outside party’s step, to those above the department"),
                    ("outside_waited", "An outside party is late"),
                    ("new_in_area", "New reports in an area"),
                    ("monthly", "The month in figures, for the council"),
                    ("webhook_off", "A webhook was switched off"),
                    ("webhook_event", "Event, for another system"),
                ],
                max_length=20,
                verbose_name="letter",
            ),
        ),
        migrations.AddConstraint(
            model_name="channelhealth",
            constraint=models.CheckConstraint(
                condition=models.Q(("channel__in", ["email", "line", "sms", "push", "webhook"])),
                name="health_channel_known",
            ),
        ),
        migrations.AddField(
            model_name="webhookattempt",
            name="notice",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="notifications.notice",
            ),
        ),
        migrations.CreateModel(
            name="WebhookHealth",
            fields=[
                (
                    "endpoint",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="health",
                        serialize=False,
                        to="notifications.webhookendpoint",
                    ),
                ),
                ("worked_at", models.DateTimeField(null=True, verbose_name="last success")),
                ("failing_since", models.DateTimeField(null=True, verbose_name="failing since")),
                ("quiet_until", models.DateTimeField(null=True, verbose_name="left alone until")),
            ],
            options={
                "verbose_name": "state of a webhook",
                "verbose_name_plural": "states of webhooks",
            },
        ),
        migrations.AddField(
            model_name="webhookendpoint",
            name="departments",
            field=models.ManyToManyField(
                blank=True, related_name="+", to="cases.department", verbose_name="departments"
            ),
        ),
        migrations.AddField(
            model_name="webhookendpoint",
            name="kinds",
            field=models.ManyToManyField(
                blank=True, related_name="+", to="cases.requesttype", verbose_name="kinds of request"
            ),
        ),
        migrations.AddField(
            model_name="webhookattempt",
            name="endpoint",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="attempts",
                to="notifications.webhookendpoint",
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="endpoint",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="notices",
                to="notifications.webhookendpoint",
                verbose_name="webhook",
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
                fields=(
                    "event",
                    "audience",
                    "channel",
                    "recipient",
                    "follower",
                    "person",
                    "subscription",
                    "endpoint",
                ),
                name="notice_once_per_event",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("digest_on__isnull", True), ("event__isnull", False), ("recovery__isnull", True)
                    ),
                    models.Q(
                        ("digest_on__isnull", True), ("event__isnull", True), ("recovery__isnull", False)
                    ),
                    models.Q(
                        ("digest_on__isnull", False),
                        ("event__isnull", True),
                        ("recovery__isnull", True),
                        models.Q(
                            ("recipient__isnull", False),
                            ("alert__isnull", False),
                            ("kind", "monthly"),
                            _connector="OR",
                        ),
                    ),
                    models.Q(
                        ("digest_on__isnull", True),
                        ("event__isnull", True),
                        ("kind__in", ["letters_wait", "webhook_off"]),
                        ("recovery__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="notice_has_one_cause",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "audience__in",
                        [
                            "citizen",
                            "head",
                            "officer",
                            "clerk",
                            "subtask_head",
                            "helper",
                            "follower",
                            "executive",
                            "mentioned",
                            "outside",
                            "hearer",
                            "neighbour",
                            "administrator",
                            "system",
                        ],
                    )
                ),
                name="notice_audience_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(("channel__in", ["email", "line", "sms", "push", "webhook"])),
                name="notice_channel_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("address", ""), ("channel__in", ["line", "push", "webhook"])),
                    models.Q(
                        models.Q(("channel__in", ["line", "push", "webhook"]), _negated=True),
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
                    models.Q(("audience", "system"), ("channel", "webhook"), ("endpoint__isnull", False)),
                    models.Q(
                        models.Q(("channel", "webhook"), _negated=True),
                        models.Q(("audience", "system"), _negated=True),
                        ("endpoint__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="notice_by_webhook_names_endpoint",
            ),
        ),
        migrations.AddField(
            model_name="webhooksecret",
            name="endpoint",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="secrets",
                to="notifications.webhookendpoint",
            ),
        ),
        migrations.AddField(
            model_name="webhooksecret",
            name="made_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="made by",
            ),
        ),
        migrations.AddConstraint(
            model_name="webhookendpoint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("active", True), ("off_because", "")),
                    models.Q(("active", False), ("off_because__in", ["new", "by_hand", "gone", "failing"])),
                    _connector="OR",
                ),
                name="webhook_off_for_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="webhookendpoint",
            constraint=models.CheckConstraint(
                condition=models.Q(("address__startswith", "https://")), name="webhook_by_https_alone"
            ),
        ),
        migrations.AddIndex(
            model_name="webhookattempt",
            index=models.Index(
                models.F("endpoint"),
                models.OrderBy(models.F("at"), descending=True),
                name="webhook_newest_attempts",
            ),
        ),
        migrations.AddIndex(
            model_name="webhookattempt",
            index=models.Index(fields=["notice"], name="webhook_attempts_of_notice"),
        ),
        migrations.AddIndex(
            model_name="webhookattempt",
            index=models.Index(fields=["at"], name="webhook_oldest_attempts"),
        ),
        migrations.AddConstraint(
            model_name="webhooksecret",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ends_at", None)), fields=("endpoint",), name="webhook_newest_secret_once"
            ),
        ),
        RunSQLFile("webhooks"),
        migrations.RunSQL(migrations.RunSQL.noop, reverse_sql=FORGET),
    ]
