"""The box on the map that the municipality answers for."""

import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_kinds_say_stop")]

    operations = [
        migrations.AddField(
            model_name="municipality",
            name="east",
            field=models.FloatField(
                blank=True,
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(-180),
                    django.core.validators.MaxValueValidator(180),
                ],
                verbose_name="eastern edge",
            ),
        ),
        migrations.AddField(
            model_name="municipality",
            name="north",
            field=models.FloatField(
                blank=True,
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(-90),
                    django.core.validators.MaxValueValidator(90),
                ],
                verbose_name="northern edge",
            ),
        ),
        migrations.AddField(
            model_name="municipality",
            name="south",
            field=models.FloatField(
                blank=True,
                help_text="The four edges make the box on the map; a place outside it gets a warning.",
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(-90),
                    django.core.validators.MaxValueValidator(90),
                ],
                verbose_name="southern edge",
            ),
        ),
        migrations.AddField(
            model_name="municipality",
            name="west",
            field=models.FloatField(
                blank=True,
                null=True,
                validators=[
                    django.core.validators.MinValueValidator(-180),
                    django.core.validators.MaxValueValidator(180),
                ],
                verbose_name="western edge",
            ),
        ),
        migrations.AddConstraint(
            model_name="municipality",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("east", None), ("north", None), ("south", None), ("west", None)),
                    models.Q(
                        ("east__gt", models.F("west")),
                        ("east__isnull", False),
                        ("north__gt", models.F("south")),
                        ("north__isnull", False),
                        ("south__isnull", False),
                        ("west__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="municipality_edges_make_a_box",
                violation_error_message="Give all four edges: south below north, west before east.",
            ),
        ),
    ]
