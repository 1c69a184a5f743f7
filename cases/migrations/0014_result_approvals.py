"""The approvals of a proposed result are subtasks: each names the proposal, which has one open at a time."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0013_outside_parties"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="subtask",
            name="subtask_answer_has_words",
        ),
        migrations.AddField(
            model_name="subtask",
            name="proposal",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="approvals",
                to="cases.proposal",
                verbose_name="proposed result",
            ),
        ),
        migrations.AddConstraint(
            model_name="subtask",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        models.Q(("state__in", ["refused", "returned"]), _negated=True),
                        models.Q(
                            ("state", "done"),
                            ("step", ""),
                            models.Q(("kind", "approve"), _negated=True),
                            _negated=True,
                        ),
                    ),
                    models.Q(("result", ""), _negated=True),
                    _connector="OR",
                ),
                name="subtask_answer_has_words",
            ),
        ),
        migrations.AddConstraint(
            model_name="subtask",
            constraint=models.CheckConstraint(
                condition=models.Q(("proposal__isnull", True), ("kind", "approve"), _connector="OR"),
                name="subtask_of_proposal_approves",
            ),
        ),
        migrations.AddConstraint(
            model_name="subtask",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["asked", "in_work"])),
                fields=("proposal",),
                name="subtask_one_open_approval",
            ),
        ),
    ]
