"""A question may wait for another answer than one, and for more than a number."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0045_near_by_of_open_cases")]

    operations = [
        migrations.AddField(
            model_name="question",
            name="show_if_test",
            field=models.CharField(
                blank=True,
                choices=[("", "is"), ("is_not", "is another than"), ("more", "is more than")],
                db_default="",
                default="",
                max_length=8,
                verbose_name="how it is compared",
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("show_if_test", ""),
                    models.Q(
                        ("show_if_test__in", ["is_not", "more"]),
                        models.Q(("show_if_key", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="question_test_of_condition",
                violation_error_message="Name the earlier question and its answer, or neither.",
            ),
        ),
    ]
