"""The set-up switches notifications on telephones on."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0033_web_push")]

    operations = [
        migrations.AddField(
            model_name="municipality",
            name="web_push",
            field=models.BooleanField(
                db_default=False, default=False, verbose_name="notifications on telephones"
            ),
        ),
    ]
