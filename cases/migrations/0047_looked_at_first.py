"""A head may look first at “still not fixed”: by when, for how many days, and what the history says of it."""

import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0046_condition_tests"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="caseevent",
            name="event_has_content_of_kind",
        ),
        migrations.RemoveConstraint(
            model_name="escalationrule",
            name="escalation_rule_known",
        ),
        migrations.AddField(
            model_name="case",
            name="look_again_by",
            field=models.DateField(blank=True, null=True, verbose_name="“still not fixed” to be answered by"),
        ),
        migrations.AddField(
            model_name="requesttype",
            name="look_again_days",
            field=models.PositiveSmallIntegerField(
                db_default=0,
                default=0,
                help_text="So many working days the head has to open the case again or to refuse; then it opens by itself. 0: it opens at once.",
                validators=[django.core.validators.MaxValueValidator(10)],
                verbose_name="the head looks first at “still not fixed”, days",
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
                    ("officer_left", "The officer has left: back with the head"),
                    ("assign_undone", "Assignment undone at once"),
                ],
                max_length=20,
                verbose_name="event",
            ),
        ),
        migrations.AlterField(
            model_name="escalationrule",
            name="when",
            field=models.CharField(
                choices=[
                    ("unassigned", "without an officer for so many working days"),
                    ("due_in", "due within so many working days"),
                    ("due_today", "due today"),
                    ("late", "late by so many working days"),
                    ("reply_late", "first reply overdue by so many working days"),
                    ("reopen_due", "“still not fixed” is to be answered within so many working days"),
                    ("outside_due", "an outside party’s step is due within so many working days"),
                    ("outside_late", "an outside party’s step is late by so many working days"),
                ],
                max_length=12,
                verbose_name="when the case is",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(("look_again_by__isnull", True), ("status", "resolved"), _connector="OR"),
                name="case_looked_at_is_resolved",
            ),
        ),
        migrations.AddConstraint(
            model_name="caseevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        models.Q(
                            (
                                "kind__in",
                                [
                                    "extended",
                                    "recounted",
                                    "due_soon",
                                    "late",
                                    "unassigned",
                                    "reply_late",
                                    "reopen_due",
                                    "delay_due",
                                    "delay_explained",
                                    "officer_left",
                                    "unanswered",
                                    "proposed",
                                    "stage_begun",
                                    "informed",
                                    "plan_moved",
                                    "outside_asked",
                                    "outside_promised",
                                    "outside_reminder",
                                    "finding_changed",
                                    "type_corrected",
                                    "details_corrected",
                                    "person_corrected",
                                    "assign_undone",
                                ],
                            ),
                            _negated=True,
                        ),
                        ("data", {}),
                    ),
                    models.Q(("data__has_keys", ["was", "to"]), ("kind__in", ["extended"])),
                    models.Q(("data__has_keys", ["was", "to", "change"]), ("kind__in", ["recounted"])),
                    models.Q(
                        ("data__has_keys", ["when", "days", "to", "date"]),
                        (
                            "kind__in",
                            [
                                "due_soon",
                                "late",
                                "unassigned",
                                "reply_late",
                                "reopen_due",
                                "outside_reminder",
                            ],
                        ),
                    ),
                    models.Q(
                        ("data__has_keys", ["date", "number"]), ("kind__in", ["delay_due", "delay_explained"])
                    ),
                    models.Q(("data__has_keys", ["number", "count"]), ("kind__in", ["officer_left"])),
                    models.Q(("data__has_keys", ["transfer"]), ("kind__in", ["unanswered"])),
                    models.Q(("data__has_keys", ["proposal"]), ("kind__in", ["proposed"])),
                    models.Q(
                        ("data__has_keys", ["number", "count", "name_th", "name_en"]),
                        ("kind__in", ["stage_begun"]),
                    ),
                    models.Q(("data__has_keys", ["letter"]), ("kind__in", ["informed"])),
                    models.Q(
                        ("data__has_keys", ["was", "to", "stage", "then"]), ("kind__in", ["plan_moved"])
                    ),
                    models.Q(("data__has_keys", ["name_th", "name_en"]), ("kind__in", ["outside_asked"])),
                    models.Q(("data__has_keys", ["day"]), ("kind__in", ["outside_promised"])),
                    models.Q(
                        ("data__has_keys", ["name_th", "name_en", "was_th", "was_en", "to_th", "to_en"]),
                        ("kind__in", ["finding_changed"]),
                    ),
                    models.Q(
                        ("data__has_keys", ["was_th", "was_en", "to_th", "to_en", "was_due", "to_due"]),
                        ("kind__in", ["type_corrected"]),
                    ),
                    models.Q(
                        (
                            "data__has_keys",
                            ["was_urgency", "to_urgency", "was_place", "to_place", "was_point", "to_point"],
                        ),
                        ("kind__in", ["details_corrected"]),
                    ),
                    models.Q(("data__has_keys", ["columns"]), ("kind__in", ["person_corrected"])),
                    models.Q(("data__has_keys", ["event"]), ("kind__in", ["assign_undone"])),
                    _connector="OR",
                ),
                name="event_has_content_of_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="escalationrule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "when__in",
                        [
                            "unassigned",
                            "due_in",
                            "due_today",
                            "late",
                            "reply_late",
                            "reopen_due",
                            "outside_due",
                            "outside_late",
                        ],
                    ),
                    ("to__in", ["head", "officer", "clerk", "executive", "outside"]),
                ),
                name="escalation_rule_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="requesttype",
            constraint=models.CheckConstraint(
                condition=models.Q(("look_again_days__range", (0, 10))), name="kind_look_again_days"
            ),
        ),
    ]
