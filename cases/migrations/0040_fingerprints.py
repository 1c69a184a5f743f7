"""What a photo looks like, and the indexes by which one that was used before is found."""

from django.db import migrations, models
from django.db.models.expressions import CombinedExpression

TELLING = models.Q(("fingerprint__lt", 0), ("fingerprint__gt", 0), _connector="OR")


def _band(shift: int) -> CombinedExpression:
    shifted = CombinedExpression(models.F("fingerprint"), ">>", models.Value(shift))
    return CombinedExpression(shifted, "&", models.Value(65535))


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0039_evidence"),
    ]

    operations = [
        migrations.AddField(
            model_name="attachment",
            name="fingerprint",
            field=models.BigIntegerField(editable=False, null=True, verbose_name="fingerprint"),
        ),
        migrations.AddIndex(
            model_name="attachment",
            index=models.Index(_band(0), condition=TELLING, name="attachment_band_0"),
        ),
        migrations.AddIndex(
            model_name="attachment",
            index=models.Index(_band(16), condition=TELLING, name="attachment_band_1"),
        ),
        migrations.AddIndex(
            model_name="attachment",
            index=models.Index(_band(32), condition=TELLING, name="attachment_band_2"),
        ),
        migrations.AddIndex(
            model_name="attachment",
            index=models.Index(_band(48), condition=TELLING, name="attachment_band_3"),
        ),
        migrations.AddIndex(
            model_name="attachment",
            index=models.Index(
                condition=models.Q(("fingerprint__isnull", True), ("kind", "photo")),
                fields=["id"],
                name="attachment_unmeasured",
            ),
        ),
    ]
