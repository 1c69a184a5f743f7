"""A letter to a member of staff is read in the list of news; what was written before counts as read."""

from django.db import migrations, models
from django.db.models.functions import Now


class Migration(migrations.Migration):
    dependencies = [("notifications", "0008_unreached_besides_web_push")]

    # The default gives every old row its time without writing it; then it goes.
    operations = [
        migrations.AddField("notice", "read_at", models.DateTimeField("read", null=True, db_default=Now())),
        migrations.AlterField("notice", "read_at", models.DateTimeField("read", null=True)),
    ]
