"""Files that the virus scanner gives no verdict on are asked about again, later each time."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0063_one_spelling")]
    operations = [
        migrations.AddField(
            model_name="attachment",
            name="scan_tries",
            field=models.SmallIntegerField(
                db_default=0, default=0, editable=False, verbose_name="scans in vain"
            ),
        ),
        migrations.AddField(
            model_name="attachment",
            name="scan_after",
            field=models.DateTimeField(editable=False, null=True, verbose_name="scan again after"),
        ),
    ]
