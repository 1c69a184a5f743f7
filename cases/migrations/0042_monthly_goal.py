"""The goal that the mayor's page measures by, and the addresses to which it goes each month."""

import django.contrib.postgres.fields
import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0041_open_place_index")]

    operations = [
        migrations.AddField(
            model_name="municipality",
            name="punctual_goal",
            field=models.PositiveSmallIntegerField(
                db_default=90,
                default=90,
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(100),
                ],
                verbose_name="goal: done in time, of 100",
            ),
        ),
        migrations.AddField(
            model_name="municipality",
            name="report_addresses",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.EmailField(max_length=254),
                blank=True,
                db_default=[],
                default=list,
                size=None,
                verbose_name="monthly page goes to",
            ),
        ),
        migrations.AddConstraint(
            model_name="municipality",
            constraint=models.CheckConstraint(
                condition=models.Q(("punctual_goal__range", (1, 100))), name="municipality_goal_of_a_hundred"
            ),
        ),
    ]
