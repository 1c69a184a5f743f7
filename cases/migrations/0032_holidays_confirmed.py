"""Holidays that are proposed and do not count until they are confirmed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0031_change_log"),
    ]

    operations = [
        migrations.AddField(
            model_name="holiday",
            name="confirmed",
            field=models.BooleanField(
                default=True,
                help_text="Until then it is a proposal, and deadlines run on that day.",
                verbose_name="confirmed",
            ),
        ),
    ]
