"""Who asks is known for some years after the end of a case, unless it is held."""

import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0066_traffy_switch"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="case",
            name="case_address_whole",
        ),
        migrations.RemoveConstraint(
            model_name="case",
            name="case_can_be_answered",
        ),
        migrations.AddField(
            model_name="case",
            name="contact_removed_at",
            field=models.DateTimeField(
                blank=True, editable=False, null=True, verbose_name="contact data removed"
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="on_hold",
            field=models.BooleanField(
                db_default=False, default=False, editable=False, verbose_name="legal hold"
            ),
        ),
        migrations.AddField(
            model_name="requesttype",
            name="contact_years",
            field=models.PositiveSmallIntegerField(
                db_default=2,
                default=2,
                help_text="So many years after the end of a request, name, address, telephone, e-mail and national ID are removed, also from its letters. What was asked and what was done stay. A lawyer must confirm the number.",
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(30),
                ],
                verbose_name="contact data stay, years",
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
                    ("reopen_asked", "Still not fixed, says the citizen: the head looks at it"),
                    ("reopen_refused", "Looked at again: stays with the result"),
                    ("reopen_due", "Reminder: answer “still not fixed”"),
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
                    ("finding_changed", "Finding changed"),
                    ("outside_asked", "Outside party asked"),
                    ("outside_answered", "Outside party answered"),
                    ("outside_promised", "Outside party named a day"),
                    ("outside_due", "Reminder to the outside party: due soon"),
                    ("outside_reminder", "Reminder of an outside party’s step"),
                    ("outside_linked", "Links sent again to the outside party"),
                    ("outside_shut", "Links of the outside party withdrawn"),
                    ("words_cleared", "Words about the place cleared for everybody"),
                    ("words_taken_back", "Words about the place no longer shown to everybody"),
                    ("published", "Words and photos cleared for the public map"),
                    ("unpublished", "Words and photos no longer on the public map"),
                    ("type_corrected", "Kind of request put right"),
                    ("details_corrected", "Urgency or place put right"),
                    ("person_corrected", "Name or contact put right"),
                    ("time_corrected", "Days at another department left out"),
                    ("officer_left", "The officer has left: back with the head"),
                    ("assign_undone", "Assignment undone at once"),
                    ("extend_undone", "More time taken back at once"),
                    ("hand_back_undone", "Giving back undone at once"),
                    ("join_undone", "Joining undone at once"),
                    ("urgency_undone", "Urgency as before, undone at once"),
                    ("imported", "Taken over from another system"),
                    ("held", "Held: nothing of it is removed"),
                    ("hold_lifted", "No longer held: what is over its time is removed"),
                    ("contact_removed", "Name and contact removed: their time is over"),
                ],
                max_length=20,
                verbose_name="event",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("phone", ""), _negated=True),
                    models.Q(("email", ""), _negated=True),
                    ("unnamed", True),
                    ("contact_removed_at__isnull", False),
                    _connector="OR",
                ),
                name="case_can_be_answered",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("district_name", ""),
                        ("province_name", ""),
                        ("subdistrict", None),
                        ("subdistrict_name", ""),
                    ),
                    models.Q(
                        ("subdistrict__isnull", False),
                        models.Q(
                            models.Q(("house_no", ""), _negated=True),
                            ("contact_removed_at__isnull", False),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="case_address_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="requesttype",
            constraint=models.CheckConstraint(
                condition=models.Q(("contact_years__range", (1, 30))), name="kind_contact_years"
            ),
        ),
    ]
