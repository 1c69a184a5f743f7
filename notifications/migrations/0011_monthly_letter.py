"""The letter to the council, once a month to each address."""

import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0043_monthly_reports"),
        ("notifications", "0010_notice_of_recipient"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="notice",
            name="notice_once_each_morning",
        ),
        migrations.RemoveConstraint(
            model_name="notice",
            name="notice_has_one_cause",
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("digest_on__isnull", False), models.Q(("kind", "monthly"), _negated=True)
                ),
                fields=("recipient", "alert", "digest_on"),
                name="notice_once_each_morning",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(
                models.F("digest_on"),
                django.db.models.functions.text.Lower("address"),
                condition=models.Q(("kind", "monthly")),
                name="notice_monthly_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("digest_on__isnull", True), ("event__isnull", False), ("recovery__isnull", True)
                    ),
                    models.Q(
                        ("digest_on__isnull", True), ("event__isnull", True), ("recovery__isnull", False)
                    ),
                    models.Q(
                        ("digest_on__isnull", False),
                        ("event__isnull", True),
                        ("recovery__isnull", True),
                        models.Q(
                            ("recipient__isnull", False),
                            ("alert__isnull", False),
                            ("kind", "monthly"),
                            _connector="OR",
                        ),
                    ),
                    models.Q(
                        ("digest_on__isnull", True),
                        ("event__isnull", True),
                        ("kind", "letters_wait"),
                        ("recovery__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="notice_has_one_cause",
            ),
        ),
    ]
