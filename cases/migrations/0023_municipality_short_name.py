"""The municipality has a short name, for the head of the pages on a telephone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0022_municipality_banner"),
    ]

    operations = [
        migrations.AddField(
            model_name="municipality",
            name="short_en",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=40, verbose_name="short English name"
            ),
        ),
        migrations.AddField(
            model_name="municipality",
            name="short_th",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=40, verbose_name="short Thai name"
            ),
        ),
    ]
