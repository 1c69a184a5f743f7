"""The event of an officer who has left: the case is back with the head."""

from django.db import migrations, models

KINDS = [
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
    ("noted", "Internal note"),
    ("message", "Message from the citizen"),
    ("rated", "The citizen's verdict"),
    ("email_changed", "Other e-mail address"),
    ("password_changed", "New password"),
    ("due_soon", "Reminder: due soon"),
    ("late", "Reminder: late"),
    ("officer_left", "The officer has left: back with the head"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0042_absence"),
    ]

    operations = [
        migrations.AlterField(
            model_name="caseevent",
            name="kind",
            field=models.CharField(choices=KINDS, max_length=20, verbose_name="event"),
        ),
    ]
