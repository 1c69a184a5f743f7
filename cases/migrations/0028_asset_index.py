"""The cases about one thing are found without reading all of them."""

from django.db import migrations, models

from cases.db.index_operations import AddIndexRepeatably


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("cases", "0027_assets")]

    operations = [
        AddIndexRepeatably(
            model_name="case",
            index=models.Index(
                condition=models.Q(("asset__isnull", False)), fields=["asset", "id"], name="case_of_asset"
            ),
        ),
    ]
