"""The first event keeps which routing rules were applied and passed over: its readers have two languages."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0048_thai_order")]

    operations = [
        migrations.AddField(
            model_name="caseevent",
            name="routed",
            field=models.JSONField(
                blank=True, default=dict, db_default={}, editable=False, verbose_name="routing rules"
            ),
        )
    ]
