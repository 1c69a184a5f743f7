"""Whether ThaID has said who asks."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0063_directory_runs"),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="identity_proved",
            field=models.BooleanField(
                db_default=False, default=False, editable=False, verbose_name="identity proved"
            ),
        ),
    ]
