"""How many open cases stand where now, out of one index."""

from django.db import migrations, models

from cases.db.index_operations import AddIndexRepeatably


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("cases", "0035_finding_changed")]

    operations = [
        AddIndexRepeatably(
            model_name="case",
            index=models.Index(
                condition=models.Q(("status__in", ["received", "assigned", "in_progress", "waiting"])),
                fields=[
                    "request_type",
                    "department",
                    "plan_version",
                    "stage",
                    "status",
                    "due_on",
                    "officer",
                    "id",
                ],
                name="case_open_where",
            ),
        ),
    ]
