"""Files may wait for a virus scanner; those of before have been handed out and wait for nothing."""

from django.db import migrations, models
from django.db.models import Q

SCANS = [("clean", "Clean"), ("waiting", "Being checked"), ("refused", "Refused")]


class Migration(migrations.Migration):
    dependencies = [("cases", "0054_attachment_once")]
    operations = [
        migrations.AddField(
            model_name="attachment",
            name="scan",
            field=models.CharField(choices=SCANS, default="clean", max_length=7, verbose_name="virus scan"),
        ),
        migrations.AddField(
            model_name="attachment",
            name="label",
            field=models.CharField(
                blank=True, default="", editable=False, max_length=60, verbose_name="name"
            ),
            preserve_default=False,
        ),
        migrations.AddIndex(
            model_name="attachment",
            index=models.Index(condition=Q(("scan", "waiting")), fields=["created"], name="attachment_held"),
        ),
        migrations.AddConstraint(
            model_name="attachment",
            constraint=models.CheckConstraint(
                condition=Q(("scan__in", ["clean", "waiting", "refused"])), name="attachment_scan_known"
            ),
        ),
    ]
