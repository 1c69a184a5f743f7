"""Results that wait for the head's approval, the kinds that ask for it, and what happens to them."""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


PROPOSED = """
building_permit earthwork health_business staff_conduct corruption info_request pdpa_request
"""


def mark(apps: Any, schema_editor: Any) -> None:
    """Mark the licences and complaints that came with the product; administrators change them at any time."""
    kinds = apps.get_model("cases", "RequestType").objects.filter(code__in=PROPOSED.split())
    kinds.update(needs_approval=True)


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0040_fingerprints"),
    ]

    operations = [
        migrations.AddField(
            model_name="requesttype",
            name="needs_approval",
            field=models.BooleanField(
                default=False,
                help_text="The officer proposes the result; the citizen hears of it when the head has approved.",
                verbose_name="the head approves the result",
            ),
        ),
        migrations.AlterField(
            model_name="caseevent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("submitted", "Received"),
                    ("assigned", "Assigned to an officer"),
                    ("transferred", "Sent to another department"),
                    ("handed_back", "Given back to the head"),
                    ("started", "Work has begun"),
                    ("asked", "Question to the citizen"),
                    ("answered", "The citizen answered"),
                    ("proposed", "Result proposed to the head"),
                    ("proposal_returned", "Proposed result returned to the officer"),
                    ("proposal_withdrawn", "Proposed result taken back"),
                    ("proposal_approved", "Result approved"),
                    ("resolved", "Result"),
                    ("rejected", "Not taken on"),
                    ("withdrawn", "Withdrawn by the citizen"),
                    ("reopened", "Still not fixed, says the citizen"),
                    ("closed", "Closed"),
                    ("noted", "Internal note"),
                    ("message", "Message from the citizen"),
                    ("rated", "The citizen's verdict"),
                    ("email_changed", "Other e-mail address"),
                    ("password_changed", "New password"),
                    ("due_soon", "Reminder: due soon"),
                    ("late", "Reminder: late"),
                ],
                max_length=20,
                verbose_name="event",
            ),
        ),
        migrations.CreateModel(
            name="Proposal",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("at", models.DateTimeField(verbose_name="time")),
                ("details", models.TextField(verbose_name="result's details")),
                ("on", models.DateField(verbose_name="date of the result")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Waits for approval"),
                            ("approved", "Approved"),
                            ("returned", "Returned to the officer"),
                            ("void", "Overtaken by another step"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True, verbose_name="decided")),
                ("words", models.TextField(blank=True, verbose_name="reason")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposals",
                        to="cases.case",
                        verbose_name="case",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
                (
                    "result",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.resultcode",
                        verbose_name="result",
                    ),
                ),
            ],
            options={
                "verbose_name": "proposed result",
                "verbose_name_plural": "proposed results",
                "ordering": ["at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")),
                        fields=("case",),
                        name="proposal_one_open_for_a_case",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "approved", "returned", "void"])),
                        name="proposal_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_at__isnull", True), ("decided_by__isnull", True), ("state", "open")
                            ),
                            models.Q(
                                models.Q(("state", "open"), _negated=True), ("decided_at__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="proposal_decided_has_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["approved", "returned"]), _negated=True),
                            ("decided_by__isnull", False),
                            _connector="OR",
                        ),
                        name="proposal_decided_names_head",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "returned"), _negated=True),
                            models.Q(("words", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="proposal_returned_has_reason",
                    ),
                ],
            },
        ),
        migrations.RunPython(mark, migrations.RunPython.noop),
    ]
