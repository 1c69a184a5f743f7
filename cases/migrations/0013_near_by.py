"""An index that finds the open cases of a kind around a place."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0012_drafts")]

    operations = [
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(
                    ("latitude__isnull", False),
                    ("status__in", ["received", "assigned", "in_progress", "waiting"]),
                ),
                fields=["request_type", "latitude", "longitude"],
                name="case_open_near_by",
            ),
        )
    ]
