"""The letters that still have their HTML, the oldest first, for the job that lets it go."""

from django.db import migrations, models

from cases.db.index_operations import AddIndexRepeatably


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("notifications", "0017_unreached")]

    operations = [
        AddIndexRepeatably(
            "notice",
            models.Index(fields=["created"], name="notice_with_html", condition=~models.Q(html="")),
        ),
    ]
