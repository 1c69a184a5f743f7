"""A question may ask for a telephone number."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0065_security_log_two_years"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="question",
            name="question_kind_known",
        ),
        migrations.AlterField(
            model_name="question",
            name="kind",
            field=models.CharField(
                choices=[
                    ("short", "Short text"),
                    ("long", "Long text"),
                    ("number", "Number"),
                    ("phone", "Telephone number"),
                    ("date", "Date"),
                    ("one", "One of several"),
                    ("several", "Any of several"),
                    ("yes_no", "Yes or no"),
                    ("file", "Photo"),
                ],
                default="short",
                max_length=8,
                verbose_name="kind of answer",
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        ["short", "long", "number", "phone", "date", "one", "several", "yes_no", "file"],
                    )
                ),
                name="question_kind_known",
            ),
        ),
    ]
