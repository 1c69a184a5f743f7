"""The newest letters to one member of staff are found without reading the others."""

from django.db import migrations, models

from cases.db.index_operations import AddIndexRepeatably


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("notifications", "0009_read_by_staff")]

    operations = [
        AddIndexRepeatably(
            model_name="notice",
            index=models.Index(
                condition=models.Q(("recipient__isnull", False)),
                fields=["recipient", "created"],
                name="notice_of_recipient",
            ),
        ),
    ]
