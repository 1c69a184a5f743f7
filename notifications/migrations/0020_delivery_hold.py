"""All letters can be held until a person lets them go."""

import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notifications", "0019_trouble_letter")]

    operations = [
        migrations.CreateModel(
            name="DeliveryHold",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                (
                    "since",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="since"
                    ),
                ),
            ],
            options={
                "verbose_name": "hold on all letters",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="delivery_hold_is_one")
                ],
            },
        ),
    ]
