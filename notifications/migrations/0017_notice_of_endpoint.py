"""The newest messages to one other system are found without reading the others."""

from django.db import migrations, models

from cases.db.index_operations import AddIndexRepeatably


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("notifications", "0016_webhooks")]

    operations = [
        AddIndexRepeatably(
            model_name="notice",
            index=models.Index(
                condition=models.Q(("endpoint__isnull", False)),
                fields=["endpoint", "created"],
                name="notice_of_endpoint",
            ),
        ),
    ]
