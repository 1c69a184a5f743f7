"""One upload is one photo: what was sent is known by its digest, and a draft keeps it once."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("cases", "0053_known_visitors")]
    operations = [
        migrations.AddField(
            model_name="attachment",
            name="digest",
            field=models.CharField(
                blank=True, default="", editable=False, max_length=64, verbose_name="digest"
            ),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="attachment",
            constraint=models.UniqueConstraint(
                condition=Q(("draft__isnull", False), Q(("digest", ""), _negated=True)),
                fields=("draft", "digest"),
                name="attachment_once_in_a_draft",
            ),
        ),
    ]
