"""Words about a place that the staff has cleared for everybody: none yet, of whatever case."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0050_key_seals"),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="cleared_place",
            field=models.CharField(
                db_default="", editable=False, max_length=300, verbose_name="place, as cleared"
            ),
        ),
        migrations.AlterField(
            model_name="caseevent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("submitted", "Received"),
                    ("assigned", "Assigned to an officer"),
                    ("transferred", "Sent to another department"),
                    ("handed_back", "Given back to the head"),
                    ("started", "Work has begun"),
                    ("asked", "Question to the citizen"),
                    ("answered", "The citizen answered"),
                    ("proposed", "Result proposed to the head"),
                    ("proposal_returned", "Proposed result returned to the officer"),
                    ("proposal_withdrawn", "Proposed result taken back"),
                    ("proposal_approved", "Result approved"),
                    ("resolved", "Result"),
                    ("rejected", "Not taken on"),
                    ("withdrawn", "Withdrawn by the citizen"),
                    ("reopened", "Still not fixed, says the citizen"),
                    ("closed", "Closed"),
                    ("duplicate", "Joined with another case of the same matter"),
                    ("separated", "Handled on its own again"),
                    ("noted", "Internal note"),
                    ("message", "Message from the citizen"),
                    ("rated", "The citizen's verdict"),
                    ("email_changed", "Other e-mail address"),
                    ("contact_changed", "Told in another way"),
                    ("password_changed", "New password"),
                    ("due_soon", "Reminder: due soon"),
                    ("late", "Reminder: late"),
                    ("unassigned", "Reminder: nobody in charge"),
                    ("reply_late", "Reminder: first reply overdue"),
                    ("delay_due", "Reminder: explain the delay"),
                    ("extended", "More time given"),
                    ("recounted", "Due date counted anew: the holidays have changed"),
                    ("delay_explained", "Delay explained to the citizen"),
                    ("taken_over", "Accepted from another department"),
                    ("sent_back", "Sent back to the department before"),
                    ("to_clerk", "Third transfer: the clerk decides"),
                    ("placed", "The clerk has decided the department"),
                    ("unanswered", "Transfer not answered in time"),
                    ("part_asked", "Part asked of another department"),
                    ("part_assigned", "Part given to an officer"),
                    ("part_done", "Part finished"),
                    ("part_refused", "Part refused"),
                    ("part_cancelled", "Part cancelled"),
                    ("part_left", "The officer of the part has left: back with its head"),
                    ("part_late", "Reminder: part late"),
                    ("words_cleared", "Words about the place cleared for everybody"),
                    ("words_taken_back", "Words about the place no longer shown to everybody"),
                    ("officer_left", "The officer has left: back with the head"),
                ],
                max_length=20,
                verbose_name="event",
            ),
        ),
    ]
