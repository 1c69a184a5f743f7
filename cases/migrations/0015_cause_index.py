"""The cases of one cause are found without reading all of them."""

from django.db import migrations, models

from cases.db.index_operations import AddIndexRepeatably


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("cases", "0014_result_approvals")]

    operations = [
        AddIndexRepeatably(
            model_name="case",
            index=models.Index(
                condition=models.Q(("cause__isnull", False)),
                fields=["cause", "received_at", "id"],
                name="case_of_cause",
            ),
        ),
    ]
