"""Cases near by are looked for also after their end."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0022_duplicates"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="case",
            name="case_open_near_by",
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("latitude__isnull", False)),
                fields=["request_type", "latitude", "longitude"],
                name="case_near_by",
            ),
        ),
    ]
