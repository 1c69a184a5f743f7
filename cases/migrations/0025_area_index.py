"""The cases of one area are found without reading all of them."""

from django.db import migrations, models

from cases.db.index_operations import AddIndexRepeatably


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("cases", "0024_areas")]

    operations = [
        AddIndexRepeatably(
            model_name="case",
            index=models.Index(
                condition=models.Q(("area__isnull", False)),
                fields=["area", "received_at", "id"],
                name="case_of_area",
            ),
        ),
    ]
