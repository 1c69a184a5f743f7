"""The status “assigned” says what is true of a department and of an officer."""

import django_fsm
from django.db import migrations

CHOICES = [
    ("received", "Received"),
    ("assigned", "Assigned"),
    ("in_progress", "In progress"),
    ("waiting", "Waiting for the citizen"),
    ("resolved", "Resolved"),
    ("closed", "Closed"),
    ("rejected", "Not taken on"),
    ("withdrawn", "Withdrawn"),
]


class Migration(migrations.Migration):
    dependencies = [("cases", "0057_reachable_validated")]

    operations = [
        migrations.AlterField(
            model_name="case",
            name="status",
            field=django_fsm.FSMField(
                choices=CHOICES, default="received", max_length=12, protected=True, verbose_name="status"
            ),
        )
    ]
