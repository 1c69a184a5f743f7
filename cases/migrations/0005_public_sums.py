"""The public figures get sums that a job keeps."""

from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_setup_version")]

    operations = [
        migrations.CreateModel(
            name="PublicSums",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("as_of", models.DateTimeField(verbose_name="as of")),
                (
                    "restricted",
                    ArrayField(base_field=models.IntegerField(), size=None, verbose_name="restricted kinds"),
                ),
                ("home", models.CharField(blank=True, max_length=4, verbose_name="district")),
                ("rows", models.JSONField(verbose_name="counts")),
                ("areas", models.JSONField(verbose_name="area")),
            ],
            options={
                "verbose_name": "sums of the public figures",
                "verbose_name_plural": "sums of the public figures",
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="public_sums_one_row")
                ],
            },
        ),
    ]
