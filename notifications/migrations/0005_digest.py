"""The morning letter of a member of staff, which tells of no single event."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0016_digest"),
        ("notifications", "0004_moves"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="notice",
            name="notice_has_one_cause",
        ),
        migrations.AddField(
            model_name="notice",
            name="digest_on",
            field=models.DateField(null=True, verbose_name="morning of"),
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
                    ("digest", "Morning letter"),
                ],
                max_length=20,
                verbose_name="letter",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(
                condition=models.Q(("digest_on__isnull", False)),
                fields=("recipient", "digest_on"),
                name="notice_once_each_morning",
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
                        ("recipient__isnull", False),
                        ("recovery__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="notice_has_one_cause",
            ),
        ),
    ]
