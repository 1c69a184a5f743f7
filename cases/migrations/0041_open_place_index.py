"""The open cases in view of a map are found, and gathered, without reading any of them."""

from django.db import migrations, models

from cases.db.index_operations import AddIndexRepeatably


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("cases", "0040_result_questions")]

    operations = [
        AddIndexRepeatably(
            model_name="case",
            index=models.Index(
                condition=models.Q(
                    ("status__in", ["received", "assigned", "in_progress", "waiting"]),
                    ("latitude__isnull", False),
                ),
                fields=[
                    "latitude",
                    "longitude",
                    "id",
                    "department",
                    "request_type",
                    "officer",
                    "status",
                    "channel",
                    "unit",
                    "subdistrict",
                    "due_on",
                ],
                name="case_open_by_place",
            ),
        ),
    ]
