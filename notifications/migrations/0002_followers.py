"""Letters to those who follow a case."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def forget_followers(apps, schema_editor):
    """The way back: letters to followers have no place in the older table."""
    apps.get_model("notifications", "Notice").objects.filter(audience="follower").delete()
    # Later steps change the table, which must not wait for checks of what was just deleted.
    schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0004_voice"),
        ("notifications", "0001_notices"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="notice",
            name="notice_once_per_event",
        ),
        migrations.RemoveConstraint(
            model_name="notice",
            name="notice_audience_known",
        ),
        migrations.AddField(
            model_name="notice",
            name="follower",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="notices",
                to="cases.follower",
                verbose_name="follower",
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
                    ("follower", "Follower"),
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
                ],
                max_length=20,
                verbose_name="letter",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(
                condition=models.Q(("copy_of__isnull", True), ("event__isnull", False)),
                fields=("event", "audience", "channel", "recipient", "follower"),
                name="notice_once_per_event",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("audience", "follower"), ("follower__isnull", False)),
                    models.Q(models.Q(("audience", "follower"), _negated=True), ("follower__isnull", True)),
                    _connector="OR",
                ),
                name="notice_to_follower_names_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(("audience__in", ["citizen", "head", "officer", "follower"])),
                name="notice_audience_known",
            ),
        ),
        migrations.RunPython(migrations.RunPython.noop, forget_followers),
    ]
