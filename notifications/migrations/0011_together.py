"""What several changes add to the same fields, together."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0029_together"),
        ("notifications", "0010_officer_left"),
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
                    ("clerk", "Clerk"),
                    ("part_head", "Head of the helping department"),
                    ("helper", "Helping officer"),
                    ("follower", "Follower"),
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
                    ("part_asked", "Part asked of your department"),
                    ("part_assigned", "Part assigned to you"),
                    ("part_finished", "Part finished"),
                    ("part_refused", "Part refused"),
                    ("part_cancelled", "Part cancelled"),
                    ("part_came_back", "Part of an officer who has left"),
                    ("part_late", "Part late"),
                ],
                max_length=20,
                verbose_name="letter",
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
                            "part_head",
                            "helper",
                            "follower",
                            "executive",
                        ],
                    )
                ),
                name="notice_audience_known",
            ),
        ),
    ]
