"""The municipality's colour, e-mail and emergency telephone."""

import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0032_holidays_confirmed"),
    ]

    operations = [
        migrations.AddField(
            model_name="municipality",
            name="colour",
            field=models.CharField(
                blank=True,
                max_length=7,
                validators=[
                    django.core.validators.RegexValidator(
                        "^#[0-9a-f]{6}\\Z", "Write the colour like #0b5d57."
                    )
                ],
                verbose_name="colour",
            ),
        ),
        migrations.AddField(
            model_name="municipality",
            name="email",
            field=models.EmailField(blank=True, max_length=254, verbose_name="e-mail"),
        ),
        migrations.AddField(
            model_name="municipality",
            name="emergency_phone",
            field=models.CharField(
                blank=True,
                default="199",
                help_text="Answered day and night.",
                max_length=40,
                verbose_name="emergency telephone",
            ),
        ),
    ]
