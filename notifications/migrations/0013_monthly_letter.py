"""The letter to the council, once a month to each address."""

import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0052_monthly_reports"),
        ("notifications", "0008_unreached_besides_web_push"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="notice",
            name="notice_once_each_morning",
        ),
        migrations.RemoveConstraint(
            model_name="notice",
            name="notice_has_one_cause",
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
                    ("taken_up_again", "Joined report: open again"),
                    ("new_case", "New case"),
                    ("case_transferred", "Case from another department"),
                    ("case_reopened", "Case open again"),
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
                    ("outside_waited", "An outside party is late"),
                    ("new_in_area", "New reports in an area"),
                    ("monthly", "The month in figures, for the council"),
                ],
                max_length=20,
                verbose_name="letter",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("digest_on__isnull", False), models.Q(("kind", "monthly"), _negated=True)
                ),
                fields=("recipient", "alert", "digest_on"),
                name="notice_once_each_morning",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(
                models.F("digest_on"),
                django.db.models.functions.text.Lower("address"),
                condition=models.Q(("kind", "monthly")),
                name="notice_monthly_once",
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
                        ("kind", "letters_wait"),
                        ("recovery__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="notice_has_one_cause",
            ),
        ),
    ]
