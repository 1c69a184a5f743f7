"""Which cases wait for the head's look is found by an index of those alone."""

from django.db import migrations, models

from cases.db.index_operations import AddIndexRepeatably


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("cases", "0047_looked_at_first")]

    operations = [
        AddIndexRepeatably(
            model_name="case",
            index=models.Index(
                fields=["look_again_by", "id"],
                name="case_to_look_at_again",
                condition=models.Q(look_again_by__isnull=False),
            ),
        )
    ]
