"""LINE and SMS beside e-mail, an address that need not be one of e-mail, and how each channel does."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0038_contact"),
        ("notifications", "0011_together"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Standing",
            fields=[
                (
                    "channel",
                    models.CharField(
                        choices=[("email", "E-mail"), ("line", "LINE"), ("sms", "SMS")],
                        max_length=10,
                        primary_key=True,
                        serialize=False,
                        verbose_name="way",
                    ),
                ),
                ("worked_at", models.DateTimeField(null=True, verbose_name="last success")),
                ("failed_at", models.DateTimeField(null=True, verbose_name="last trouble")),
                ("last_error", models.CharField(blank=True, max_length=300, verbose_name="last error")),
                ("quiet_until", models.DateTimeField(null=True, verbose_name="left alone until")),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="notice",
            name="notice_channel_known",
        ),
        migrations.AlterField(
            model_name="allowance",
            name="channel",
            field=models.CharField(
                choices=[("email", "E-mail"), ("line", "LINE"), ("sms", "SMS")],
                max_length=10,
                primary_key=True,
                serialize=False,
                verbose_name="way",
            ),
        ),
        migrations.AlterField(
            model_name="notice",
            name="address",
            field=models.CharField(blank=True, max_length=254, verbose_name="address"),
        ),
        migrations.AlterField(
            model_name="notice",
            name="channel",
            field=models.CharField(
                choices=[("email", "E-mail"), ("line", "LINE"), ("sms", "SMS")],
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
                    ("joined", "Joined with another report"),
                    ("separated", "Handled on its own again"),
                    ("taken_up_again", "Joined report: open again"),
                    ("new_case", "New case"),
                    ("case_transferred", "Case from another department"),
                    ("case_reopened", "Case open again"),
                    ("case_handed_back", "Case given back"),
                    ("case_separated", "Case on its own again"),
                    ("assigned_to_you", "Case assigned to you"),
                    ("answer", "The citizen answered"),
                    ("message", "Message from the citizen"),
                    ("mentioned", "Mentioned in a note"),
                    ("withdrawn", "Withdrawn by the citizen"),
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
                    ("part_asked", "Part asked of your department"),
                    ("part_assigned", "Part assigned to you"),
                    ("part_finished", "Part finished"),
                    ("part_refused", "Part refused"),
                    ("part_cancelled", "Part cancelled"),
                    ("part_late", "Part late"),
                ],
                max_length=20,
                verbose_name="letter",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(("channel__in", ["email", "line", "sms"])), name="notice_channel_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("address", ""), ("channel", "line")),
                    models.Q(
                        models.Q(("channel", "line"), _negated=True), models.Q(("address", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="notice_says_where",
            ),
        ),
        migrations.AddConstraint(
            model_name="standing",
            constraint=models.CheckConstraint(
                condition=models.Q(("channel__in", ["email", "line", "sms"])), name="standing_channel_known"
            ),
        ),
    ]
