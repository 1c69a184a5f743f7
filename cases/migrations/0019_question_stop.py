"""An answer may end the form, with the number to call instead."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0018_no_photo"),
    ]

    operations = [
        migrations.AddField(
            model_name="question",
            name="stop_en",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                max_length=300,
                verbose_name="what to do then, in English",
            ),
        ),
        migrations.AddField(
            model_name="question",
            name="stop_phone",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=40, verbose_name="number to call then"
            ),
        ),
        migrations.AddField(
            model_name="question",
            name="stop_th",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=300, verbose_name="what to do then, in Thai"
            ),
        ),
        migrations.AddField(
            model_name="question",
            name="stop_value",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                max_length=200,
                verbose_name="the form ends where the answer is",
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("stop_en", ""), ("stop_phone", ""), ("stop_th", ""), ("stop_value", "")),
                    models.Q(
                        models.Q(("stop_value", ""), _negated=True),
                        models.Q(("stop_th", ""), _negated=True),
                        models.Q(("stop_en", ""), _negated=True),
                        models.Q(("stop_phone", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="question_stop_whole",
                violation_error_message="Name the answer that ends the form, what to do in both languages, and the number to call; or nothing of it.",
            ),
        ),
    ]
