"""The letters that still have their HTML, the oldest first, for the job that lets it go."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notifications", "0017_unreached")]

    operations = [
        migrations.AddIndex(
            "notice",
            models.Index(fields=["created"], name="notice_with_html", condition=~models.Q(html="")),
        )
    ]
