"""Indexes for the list of letters by channel and by kind, made without stopping the work."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("notifications", "0018_letters_with_html")]

    operations = [
        # An index made beside the work waits for the work that has begun, longer than a page would.
        migrations.RunSQL("SET lock_timeout = 0", "SET lock_timeout = 0"),
        AddIndexConcurrently(
            model_name="notice",
            index=models.Index(fields=["channel", "created", "id"], name="notice_by_channel"),
        ),
        AddIndexConcurrently(
            model_name="notice",
            index=models.Index(fields=["kind", "created", "id"], name="notice_by_kind"),
        ),
        migrations.RunSQL("SET lock_timeout = 5000", "SET lock_timeout = 5000"),
    ]
