"""A place has both its numbers: half a place made the old check neither true nor false, and passed it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0010_asked_questions_stay")]

    operations = [
        migrations.RemoveConstraint(model_name="case", name="case_place_on_earth"),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(latitude__isnull=True, longitude__isnull=True)
                | models.Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
                name="case_place_on_earth",
            ),
        ),
    ]
