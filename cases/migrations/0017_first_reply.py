"""By when a new case gets its first reply; cases filed before have no such day."""

import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0016_digest"),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="first_reply_due_on",
            field=models.DateField(blank=True, null=True, verbose_name="first reply due"),
        ),
        migrations.AddField(
            model_name="municipality",
            name="first_reply_days",
            field=models.PositiveSmallIntegerField(
                default=5,
                help_text="Working days in which a department takes a new case, or says that it cannot.",
                validators=[django.core.validators.MinValueValidator(1)],
                verbose_name="first reply within",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("status", "received")),
                fields=["first_reply_due_on"],
                name="case_to_reply",
            ),
        ),
        migrations.AddConstraint(
            model_name="municipality",
            constraint=models.CheckConstraint(
                condition=models.Q(("opens__lt", models.F("closes"))),
                name="municipality_opens_before_it_closes",
                violation_error_message="The office opens before it closes.",
            ),
        ),
        migrations.AddConstraint(
            model_name="municipality",
            constraint=models.CheckConstraint(
                condition=models.Q(("first_reply_days__gte", 1)), name="municipality_replies_within_days"
            ),
        ),
    ]
