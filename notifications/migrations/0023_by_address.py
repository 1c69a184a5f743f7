"""An index for the letters to one address, made without stopping the work."""

from django.db import migrations, models
from django.db.models.functions import Lower

from cases.db.index_operations import AddIndexRepeatably


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("notifications", "0022_unconfirmed")]

    operations = [
        AddIndexRepeatably(
            model_name="notice", index=models.Index(Lower("address"), name="notice_by_address")
        ),
    ]
