"""The number under which another channel knows a case, and an index that finds a caller's earlier cases."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0013_near_by")]

    operations = [
        migrations.AddField(
            model_name="case",
            name="channel_reference",
            field=models.CharField(
                blank=True, default="", max_length=60, verbose_name="number in that channel"
            ),
            preserve_default=False,
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["phone"], name="case_phone"),
        ),
    ]
