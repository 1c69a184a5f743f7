"""Codes that known visitors ask for are counted apart from those of strangers."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0052_limits")]

    operations = [
        migrations.AddField(
            model_name="recovery",
            name="known",
            field=models.BooleanField(db_default=False, default=False, verbose_name="known visitor"),
        ),
    ]
