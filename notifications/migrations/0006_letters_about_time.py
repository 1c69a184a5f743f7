"""Letters about deadlines, and to clerks and executives."""

from django.conf import settings
from django.db import migrations, models


NEW = ("clerk", "executive")


def forget_readers_from_above(apps, schema_editor):
    """The way back: letters to them have no place in the older table."""
    apps.get_model("notifications", "Notice").objects.filter(audience__in=NEW).delete()
    schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class Migration(migrations.Migration):
    dependencies = [
        ("notifications", "0005_digest"),
        ("cases", "0020_escalation_rules"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="notice",
            name="notice_audience_known",
        ),
        migrations.AlterField(
            model_name="notice",
            name="audience",
            field=models.CharField(
                choices=[
                    ("citizen", "Citizen"),
                    ("head", "Department head"),
                    ("officer", "Officer"),
                    ("follower", "Follower"),
                    ("clerk", "Clerk"),
                    ("executive", "Executive"),
                ],
                max_length=10,
                verbose_name="to",
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
                    ("new_password", "New password"),
                    ("email_changed", "Other e-mail address"),
                    ("followed_assigned", "Followed case: with the department"),
                    ("followed_result", "Followed case: result"),
                    ("followed_rejected", "Followed case: not taken on"),
                    ("followed_withdrawn", "Followed case: withdrawn"),
                    ("followed_reopened", "Followed case: open again"),
                    ("followed_closed", "Followed case: closed"),
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
                    ("unassigned", "Nobody in charge"),
                    ("reply_late", "First reply overdue"),
                    ("escalated", "Case stands still"),
                    ("deadline_extended", "New expected date, with the reason"),
                    ("followed_extended", "Followed case: new expected date"),
                    ("new_deadline", "New deadline"),
                    ("delay_due", "Delay to be explained"),
                    ("delay_explained", "Delay explained"),
                ],
                max_length=20,
                verbose_name="letter",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("audience__in", ["citizen", "head", "officer", "follower", "clerk", "executive"])
                ),
                name="notice_audience_known",
            ),
        ),
        migrations.RunPython(migrations.RunPython.noop, forget_readers_from_above),
    ]
