"""Where members of staff are logged in, for their own list."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0028_kind_readers"),
    ]

    operations = [
        migrations.CreateModel(
            name="StaffSession",
            fields=[
                ("key", models.CharField(editable=False, max_length=64, primary_key=True, serialize=False)),
                ("since", models.DateTimeField(verbose_name="logged in")),
                ("browser", models.CharField(blank=True, max_length=60, verbose_name="browser")),
                ("network", models.CharField(max_length=50, verbose_name="network")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={"verbose_name": "log-in", "verbose_name_plural": "log-ins", "ordering": ["-since"]},
        )
    ]
