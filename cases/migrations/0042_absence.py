"""Who is away, and who stands in."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# Both columns as ranges: an exclusion of plain numbers would need the extension btree_gist.
ALONE = """
ALTER TABLE cases_absence ADD CONSTRAINT absence_once_at_a_time EXCLUDE USING gist (
    int8range(user_id, user_id, '[]') WITH &&, daterange(since, until, '[]') WITH &&
);
"""
TOGETHER = "ALTER TABLE cases_absence DROP CONSTRAINT absence_once_at_a_time;"


def _person(name: str, verbose_name: str) -> models.Field:
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT,
        related_name=name,
        to=settings.AUTH_USER_MODEL,
        verbose_name=verbose_name,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0041_approval"),
    ]

    operations = [
        migrations.CreateModel(
            name="Absence",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("since", models.DateField(verbose_name="first day away")),
                ("until", models.DateField(verbose_name="last day away")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
                ("entered_at", models.DateTimeField(verbose_name="entered")),
                ("entered_by", _person("+", "entered by")),
                ("substitute", _person("standing_in", "substitute")),
                ("user", _person("absences", "person")),
            ],
            options={
                "verbose_name": "absence",
                "verbose_name_plural": "absences",
                "ordering": ["since", "pk"],
                "indexes": [models.Index(fields=["until", "since"], name="absence_of_a_day")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until__gte", models.F("since"))),
                        name="absence_begins_before_it_ends",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("substitute", models.F("user")), _negated=True),
                        name="absence_substitute_is_another",
                    ),
                ],
            },
        ),
        migrations.RunSQL(ALONE, TOGETHER),
    ]
