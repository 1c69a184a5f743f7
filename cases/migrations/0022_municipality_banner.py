"""The municipality's own picture stands at the head of the first page."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0021_known_pictograms"),
    ]

    operations = [
        migrations.AddField(
            model_name="municipality",
            name="banner",
            field=models.ImageField(
                blank=True,
                db_default="",
                default="",
                upload_to="municipality",
                verbose_name="picture at the head of the first page",
            ),
        ),
        migrations.AddField(
            model_name="municipality",
            name="banner_alt_en",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                max_length=200,
                verbose_name="what that picture shows, English",
            ),
        ),
        migrations.AddField(
            model_name="municipality",
            name="banner_alt_th",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                max_length=200,
                verbose_name="what that picture shows, Thai",
            ),
        ),
    ]
