"""The tokens of forms that were done: the same form sent again does nothing."""

import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0061_staff_passwords")]

    operations = [
        migrations.CreateModel(
            name="IdempotencyKey",
            fields=[
                (
                    "key",
                    models.UUIDField(
                        editable=False, primary_key=True, serialize=False, verbose_name="form token"
                    ),
                ),
                (
                    "used_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        db_index=True,
                        verbose_name="time",
                    ),
                ),
                ("digest", models.CharField(max_length=64, verbose_name="digest of what was sent")),
                ("outcome", models.JSONField(null=True, verbose_name="outcome")),
            ],
            options={
                "verbose_name": "idempotency key",
                "verbose_name_plural": "idempotency keys",
            },
        ),
    ]
