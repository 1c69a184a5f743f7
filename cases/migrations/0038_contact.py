"""By which way a citizen is told, and the event of another choice."""

import cases.db.encryption
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0037_together"),
    ]

    operations = [
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
                    ("part_late", "Reminder: part late"),
                ],
                max_length=20,
                verbose_name="event",
            ),
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="contact",
                        serialize=False,
                        to="cases.case",
                        verbose_name="case",
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[("email", "E-mail"), ("line", "LINE"), ("sms", "SMS")],
                        max_length=10,
                        verbose_name="way",
                    ),
                ),
                (
                    "line_id",
                    cases.db.encryption.EncryptedTextField(
                        blank=True, default="", verbose_name="LINE user ID"
                    ),
                ),
            ],
            options={
                "verbose_name": "contact",
                "verbose_name_plural": "contacts",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("way__in", ["email", "line", "sms"])), name="contact_way_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("way", "line"), _negated=True),
                            models.Q(("line_id", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="contact_by_line_is_linked",
                    ),
                ],
            },
        ),
    ]
