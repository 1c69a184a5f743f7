"""Whether the municipality uses the bridge to Traffy Fondue."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0065_calendar_events"),
    ]

    operations = [
        migrations.AddField(
            model_name="municipality",
            name="traffy",
            field=models.BooleanField(db_default=False, default=False, verbose_name="Traffy Fondue"),
        ),
    ]
