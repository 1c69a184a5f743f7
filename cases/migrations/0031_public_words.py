"""What the staff has cleared of a report for everybody: its own words, and copies of photos."""

import django.contrib.postgres.fields
import django.db.models.deletion
import uuid

from django.db import migrations, models

import cases.models.case.public_photos


class Migration(migrations.Migration):
    dependencies = [("cases", "0030_public_map")]

    operations = [
        migrations.CreateModel(
            name="PublicPhoto",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "file",
                    models.FileField(
                        upload_to=cases.models.case.public_photos.stored_name, verbose_name="file"
                    ),
                ),
                (
                    "covered",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(),
                        default=list,
                        size=None,
                        verbose_name="covered parts",
                    ),
                ),
                ("width", models.PositiveIntegerField(verbose_name="width")),
                ("height", models.PositiveIntegerField(verbose_name="height")),
                ("created", models.DateTimeField(auto_now_add=True, verbose_name="created")),
            ],
            options={
                "verbose_name": "public photo",
                "verbose_name_plural": "public photos",
                "ordering": ["created"],
            },
        ),
        migrations.AddField(
            model_name="case",
            name="public_words",
            field=models.CharField(
                db_default="", editable=False, max_length=500, verbose_name="public words"
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
                    ("subtask_asked", "Subtask asked of another department"),
                    ("subtask_assigned", "Subtask given to an officer"),
                    ("subtask_done", "Subtask finished"),
                    ("subtask_refused", "Subtask refused"),
                    ("subtask_cancelled", "Subtask cancelled"),
                    ("subtask_left", "The officer of the subtask has left: back with its head"),
                    ("subtask_late", "Reminder: subtask late"),
                    ("stage_begun", "Stage begun"),
                    ("step_opened", "Step opened"),
                    ("step_skipped", "Step skipped"),
                    ("step_returned", "Sent back to an earlier step"),
                    ("plan_moved", "Goes on by another version of the work plan"),
                    ("informed", "The citizen was informed"),
                    ("step_photo", "Photo taken at a step"),
                    ("outside_asked", "Outside party asked"),
                    ("outside_answered", "Outside party answered"),
                    ("outside_promised", "Outside party named a day"),
                    ("outside_due", "Reminder to the outside party: due soon"),
                    ("outside_linked", "Links sent again to the outside party"),
                    ("outside_shut", "Links of the outside party withdrawn"),
                    ("words_cleared", "Words about the place cleared for everybody"),
                    ("words_taken_back", "Words about the place no longer shown to everybody"),
                    ("published", "Words and photos cleared for the public map"),
                    ("unpublished", "Words and photos no longer on the public map"),
                    ("officer_left", "The officer has left: back with the head"),
                ],
                max_length=20,
                verbose_name="event",
            ),
        ),
        migrations.AddField(
            model_name="publicphoto",
            name="attachment",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="public_copy",
                to="cases.attachment",
                verbose_name="photo",
            ),
        ),
        migrations.AddField(
            model_name="publicphoto",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="public_photos",
                to="cases.case",
                verbose_name="case",
            ),
        ),
    ]
