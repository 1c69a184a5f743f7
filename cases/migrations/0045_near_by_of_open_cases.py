"""Open cases near by are found by the index of the map: one of all cases near by is needed no more."""

from django.db import migrations

from cases.db.index_operations import RemoveIndexRepeatably


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("cases", "0044_event_kinds")]

    operations = [RemoveIndexRepeatably(model_name="case", name="case_near_by")]
