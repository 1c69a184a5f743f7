"""The table of reminders, with the usual rows where a municipality is at work already."""

from django.db import migrations, models


USUAL = (
    ("unassigned", 1, "head"),
    ("reply_late", 1, "head"),
    ("due_in", 2, "officer"),
    ("due_today", 0, "officer"),
    ("late", 1, "officer"),
    ("late", 1, "head"),
    ("late", 5, "clerk"),
    ("late", 10, "executive"),
)


def add_the_usual(apps, schema_editor):
    """A new installation gets them with its reference data."""
    if apps.get_model("cases", "Municipality").objects.exists():
        rule = apps.get_model("cases", "EscalationRule")
        rule.objects.bulk_create(
            rule(when=when, days=days, to=to, position=position)
            for position, (when, days, to) in enumerate(USUAL)
        )


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0019_calendar_changes"),
    ]

    operations = [
        migrations.CreateModel(
            name="EscalationRule",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "when",
                    models.CharField(
                        choices=[
                            ("unassigned", "without an officer for so many working days"),
                            ("due_in", "due within so many working days"),
                            ("due_today", "due today"),
                            ("late", "late by so many working days"),
                            ("reply_late", "first reply overdue by so many working days"),
                        ],
                        max_length=12,
                        verbose_name="when the case is",
                    ),
                ),
                (
                    "days",
                    models.PositiveSmallIntegerField(
                        default=1,
                        help_text="0 where the case is due today, at least 1 elsewhere.",
                        verbose_name="working days",
                    ),
                ),
                (
                    "to",
                    models.CharField(
                        choices=[
                            ("head", "department head"),
                            ("officer", "officer in charge"),
                            ("clerk", "clerks"),
                            ("executive", "executives"),
                        ],
                        max_length=10,
                        verbose_name="tell",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                ("active", models.BooleanField(default=True, verbose_name="in use")),
            ],
            options={
                "verbose_name": "reminder",
                "verbose_name_plural": "reminders and escalation",
                "ordering": ["position", "pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="escalationrule",
            constraint=models.UniqueConstraint(
                fields=("when", "days", "to"),
                name="escalation_rule_once",
                violation_error_message="There is such a reminder already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="escalationrule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("when__in", ["unassigned", "due_in", "due_today", "late", "reply_late"]),
                    ("to__in", ["head", "officer", "clerk", "executive"]),
                ),
                name="escalation_rule_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="escalationrule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("days", 0), ("when", "due_today")),
                    models.Q(models.Q(("when", "due_today"), _negated=True), ("days__range", (1, 250))),
                    _connector="OR",
                ),
                name="escalation_rule_days",
                violation_error_message="0 where the case is due today, at least 1 elsewhere.",
            ),
        ),
        migrations.AddConstraint(
            model_name="escalationrule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("to", "officer"), ("when__in", ["unassigned", "reply_late"]), _negated=True
                ),
                name="escalation_rule_has_reader",
                violation_error_message="Such a case has no officer yet. Tell the head.",
            ),
        ),
        migrations.RunPython(add_the_usual, migrations.RunPython.noop),
    ]
