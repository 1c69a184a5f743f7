"""The bridge to Traffy Fondue: how it is set up, the reports that both sides know, and rows of the outbox."""

import cases.db.encryption
import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models


# Rows that the constraints of before do not know, and their foreign keys before those are made again.
FORGET = """
DELETE FROM notifications_notice WHERE channel = 'traffy' AND copy_of_id IS NOT NULL;
DELETE FROM notifications_notice WHERE channel = 'traffy';
DELETE FROM notifications_channelhealth WHERE channel = 'traffy';
DELETE FROM notifications_allowance WHERE channel = 'traffy';
SET CONSTRAINTS ALL IMMEDIATE;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0066_traffy_switch"),
        ("notifications", "0017_notice_of_endpoint"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="TraffyBridge",
            fields=[
                (
                    "id",
                    models.PositiveSmallIntegerField(
                        default=1, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "organisation",
                    models.CharField(max_length=40, verbose_name="number of the organisation (org_id)"),
                ),
                ("user", models.CharField(max_length=100, verbose_name="user name")),
                ("password", cases.db.encryption.EncryptedTextField(verbose_name="password")),
                ("hook", cases.db.encryption.EncryptedTextField(verbose_name="secret of the address")),
                (
                    "networks",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=50),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="networks",
                    ),
                ),
                ("by_suggestion", models.BooleanField(default=False, verbose_name="file by suggestion")),
                (
                    "every",
                    models.PositiveSmallIntegerField(default=30, verbose_name="minutes between two looks"),
                ),
                ("since", models.DateTimeField(null=True, verbose_name="switched on")),
                ("looked_at", models.DateTimeField(null=True, verbose_name="last look")),
                ("next_at", models.DateTimeField(null=True, verbose_name="next look")),
                (
                    "trouble",
                    models.CharField(blank=True, default="", max_length=200, verbose_name="last trouble"),
                ),
                (
                    "token",
                    cases.db.encryption.EncryptedTextField(blank=True, default="", verbose_name="token"),
                ),
                ("token_until", models.DateTimeField(null=True, verbose_name="token good until")),
                ("credit", models.IntegerField(null=True, verbose_name="calls left")),
                ("quota", models.IntegerField(null=True, verbose_name="calls a month")),
                ("credit_of", models.DateField(null=True, verbose_name="month of the calls")),
            ],
            options={
                "verbose_name": "bridge to Traffy Fondue",
                "verbose_name_plural": "bridge to Traffy Fondue",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="TraffyKind",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("name", models.CharField(max_length=100, unique=True, verbose_name="type in Traffy Fondue")),
            ],
            options={
                "verbose_name": "type of Traffy Fondue",
                "verbose_name_plural": "types of Traffy Fondue",
                "ordering": ["name"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="TraffyReport",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "ticket",
                    models.CharField(
                        max_length=40, null=True, unique=True, verbose_name="number in Traffy Fondue"
                    ),
                ),
                ("ours", models.BooleanField(default=False, verbose_name="sent from here")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("new", "To be read at Traffy Fondue"),
                            ("waiting", "Waits for a kind of request"),
                            ("failed", "Could not be taken in"),
                            ("aside", "Put aside"),
                            ("linked", "Is a case"),
                        ],
                        default="new",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "said",
                    cases.db.encryption.EncryptedTextField(
                        blank=True, default="", verbose_name="what was reported"
                    ),
                ),
                ("trouble", models.CharField(blank=True, default="", max_length=300, verbose_name="trouble")),
                ("reason", models.CharField(blank=True, default="", max_length=300, verbose_name="reason")),
                (
                    "status",
                    models.CharField(blank=True, default="", max_length=60, verbose_name="state there"),
                ),
                (
                    "activity",
                    models.CharField(blank=True, default="", max_length=30, verbose_name="last change there"),
                ),
                ("stars", models.PositiveSmallIntegerField(null=True, verbose_name="stars")),
                ("reopened", models.PositiveSmallIntegerField(default=0, verbose_name="opened again")),
                ("seen", models.PositiveSmallIntegerField(default=0, verbose_name="entries seen")),
                ("called_at", models.DateTimeField(null=True, verbose_name="called")),
                (
                    "came_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="came"
                    ),
                ),
            ],
            options={
                "verbose_name": "report of Traffy Fondue",
                "verbose_name_plural": "reports of Traffy Fondue",
                "ordering": ["-came_at", "-pk"],
                "default_permissions": (),
            },
        ),
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
            name="notice_by_webhook_names_endpoint",
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
                    ("traffy", "Traffy Fondue"),
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
                    ("traffy", "Traffy Fondue"),
                ],
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
                choices=[
                    ("email", "E-mail"),
                    ("line", "LINE"),
                    ("sms", "SMS"),
                    ("push", "Notification"),
                    ("webhook", "Webhook"),
                    ("traffy", "Traffy Fondue"),
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
                    ("traffy_step", "Step, for Traffy Fondue"),
                ],
                max_length=20,
                verbose_name="letter",
            ),
        ),
        migrations.AddConstraint(
            model_name="channelhealth",
            constraint=models.CheckConstraint(
                condition=models.Q(("channel__in", ["email", "line", "sms", "push", "webhook", "traffy"])),
                name="health_channel_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(("channel__in", ["email", "line", "sms", "push", "webhook", "traffy"])),
                name="notice_channel_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("address", ""), ("channel__in", ["line", "push", "webhook", "traffy"])),
                    models.Q(
                        models.Q(("channel__in", ["line", "push", "webhook", "traffy"]), _negated=True),
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
                        ("audience", "system"),
                        ("case__isnull", False),
                        ("channel", "traffy"),
                        ("endpoint__isnull", True),
                    ),
                    models.Q(
                        models.Q(("channel__in", ["webhook", "traffy"]), _negated=True),
                        models.Q(("audience", "system"), _negated=True),
                        ("endpoint__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="notice_by_webhook_names_endpoint",
            ),
        ),
        migrations.AddConstraint(
            model_name="traffybridge",
            constraint=models.CheckConstraint(condition=models.Q(("pk", 1)), name="traffy_bridge_once"),
        ),
        migrations.AddConstraint(
            model_name="traffybridge",
            constraint=models.CheckConstraint(
                condition=models.Q(("every__range", (5, 1440))), name="traffy_every_known"
            ),
        ),
        migrations.AddField(
            model_name="traffykind",
            name="request_type",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="cases.requesttype",
                verbose_name="kind of request",
            ),
        ),
        migrations.AddField(
            model_name="traffyreport",
            name="case",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="traffy",
                to="cases.case",
                verbose_name="case",
            ),
        ),
        migrations.AddIndex(
            model_name="traffyreport",
            index=models.Index(fields=["-came_at", "-id"], name="traffy_latest"),
        ),
        migrations.AddIndex(
            model_name="traffyreport",
            index=models.Index(
                condition=models.Q(("called_at__isnull", False)), fields=["called_at"], name="traffy_called"
            ),
        ),
        migrations.AddIndex(
            model_name="traffyreport",
            index=models.Index(
                condition=models.Q(("state__in", ["new", "waiting", "failed"])),
                fields=["state"],
                name="traffy_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="traffyreport",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["new", "waiting", "failed", "aside", "linked"])),
                name="traffy_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="traffyreport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("case__isnull", False), ("state", "linked")),
                    models.Q(models.Q(("state", "linked"), _negated=True), ("case__isnull", True)),
                    _connector="OR",
                ),
                name="traffy_linked_has_case",
            ),
        ),
        migrations.AddConstraint(
            model_name="traffyreport",
            constraint=models.CheckConstraint(
                condition=models.Q(("ours", True), ("ticket__isnull", False), _connector="OR"),
                name="traffy_has_number",
            ),
        ),
        migrations.RunSQL(migrations.RunSQL.noop, reverse_sql=FORGET),
    ]
