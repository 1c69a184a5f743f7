"""The events of a day are found without reading all of them."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import migrations

from cases.db.index_operations import AddIndexRepeatably


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("cases", "0011_work_plans")]

    operations = [
        AddIndexRepeatably(
            model_name="caseevent",
            index=BrinIndex(autosummarize=True, fields=["at"], name="event_by_time", pages_per_range=16),
        ),
    ]
