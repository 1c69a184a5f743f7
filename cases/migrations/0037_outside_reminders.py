"""Reminders of the steps of outside parties, by the table."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0036_index_where_now")]

    operations = [
        migrations.RemoveConstraint(
            model_name="escalationrule",
            name="escalation_rule_known",
        ),
        migrations.AlterField(
            model_name="escalationrule",
            name="to",
            field=models.CharField(
                choices=[
                    ("head", "department head"),
                    ("officer", "officer in charge"),
                    ("clerk", "clerks"),
                    ("executive", "executives"),
                    ("outside", "the outside party"),
                ],
                max_length=10,
                verbose_name="tell",
            ),
        ),
        migrations.AlterField(
            model_name="escalationrule",
            name="when",
            field=models.CharField(
                choices=[
                    ("unassigned", "without an officer for so many working days"),
                    ("due_in", "due within so many working days"),
                    ("due_today", "due today"),
                    ("late", "late by so many working days"),
                    ("reply_late", "first reply overdue by so many working days"),
                    ("outside_due", "an outside party’s step is due within so many working days"),
                    ("outside_late", "an outside party’s step is late by so many working days"),
                ],
                max_length=12,
                verbose_name="when the case is",
            ),
        ),
        migrations.AddConstraint(
            model_name="caseevent",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "outside_reminder")),
                fields=("subtask", "data"),
                name="event_outside_reminder_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="escalationrule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "when__in",
                        [
                            "unassigned",
                            "due_in",
                            "due_today",
                            "late",
                            "reply_late",
                            "outside_due",
                            "outside_late",
                        ],
                    ),
                    ("to__in", ["head", "officer", "clerk", "executive", "outside"]),
                ),
                name="escalation_rule_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="escalationrule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("to", "outside"), _negated=True),
                    ("when__in", ("outside_due", "outside_late")),
                    _connector="OR",
                ),
                name="escalation_rule_of_party",
                violation_error_message="An outside party is reminded of its own steps alone.",
            ),
        ),
    ]
