"""A citizen who cannot be written to at all is to be telephoned as well: without a letter, of a kind."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notifications", "0020_perhaps_arrived")]

    operations = [
        migrations.AlterField(
            model_name="unreached",
            name="notice",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="notifications.notice",
                verbose_name="last letter",
            ),
        ),
        migrations.AddField(
            model_name="unreached",
            name="kind",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=20, verbose_name="letter"
            ),
        ),
        migrations.AddConstraint(
            model_name="unreached",
            constraint=models.CheckConstraint(
                condition=models.Q(notice__isnull=False) | ~models.Q(kind=""), name="unreached_of_something"
            ),
        ),
    ]
