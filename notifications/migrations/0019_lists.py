"""Indexes for the list of letters by channel and by kind, made without stopping the work."""

from django.db import migrations, models

from cases.db.index_operations import AddIndexRepeatably


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("notifications", "0018_letters_with_html")]

    operations = [
        AddIndexRepeatably(
            model_name="notice",
            index=models.Index(fields=["channel", "created", "id"], name="notice_by_channel"),
        ),
        AddIndexRepeatably(
            model_name="notice",
            index=models.Index(fields=["kind", "created", "id"], name="notice_by_kind"),
        ),
    ]
