"""To whom a weakness of the e-service is reported."""

import cases.models.setup.municipality
import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0059_security_log"),
    ]

    operations = [
        migrations.AddField(
            model_name="municipality",
            name="security_contact",
            field=models.CharField(
                blank=True,
                help_text="An e-mail address, or the https address of a page, for whoever finds a weakness.",
                max_length=200,
                validators=[cases.models.setup.municipality.need_contact],
                verbose_name="contact for security reports",
            ),
        ),
        migrations.AddField(
            model_name="municipality",
            name="security_languages",
            field=models.CharField(
                default="th, en",
                max_length=40,
                validators=[
                    django.core.validators.RegexValidator(
                        "^[a-z]{2,3}(, ?[a-z]{2,3})*\\Z",
                        "Write the languages' codes with commas, like th, en.",
                    )
                ],
                verbose_name="languages for security reports",
            ),
        ),
        migrations.AddField(
            model_name="municipality",
            name="security_until",
            field=models.DateField(blank=True, null=True, verbose_name="the contact holds until"),
        ),
        migrations.AddConstraint(
            model_name="municipality",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("security_contact", ""), ("security_until__isnull", False), _connector="OR"
                ),
                name="municipality_security_contact_ends",
                violation_error_message="Say until when the contact for security reports holds.",
            ),
        ),
    ]
