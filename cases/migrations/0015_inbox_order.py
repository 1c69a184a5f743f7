"""The orders of the inbox, each by an index that ends with the key of its pages."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0014_counter"),
        ("viewflow", "0015_task_scheduled"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="case",
            name="case_open_due",
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("status__in", ["received", "assigned", "in_progress", "waiting"])),
                fields=["due_on", "id"],
                name="case_open_by_due",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["received_at", "id"], name="case_by_age"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["changed_at", "id"], name="case_by_change"),
        ),
    ]
