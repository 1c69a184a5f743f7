"""The letters that still have their HTML, the oldest first, for the job that lets it go."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("notifications", "0017_unreached")]

    operations = [
        # An index made beside the work waits for the work that has begun, longer than a page would.
        migrations.RunSQL("SET lock_timeout = 0", "SET lock_timeout = 0"),
        AddIndexConcurrently(
            "notice",
            models.Index(fields=["created"], name="notice_with_html", condition=~models.Q(html="")),
        ),
        migrations.RunSQL("SET lock_timeout = 5000", "SET lock_timeout = 5000"),
    ]
