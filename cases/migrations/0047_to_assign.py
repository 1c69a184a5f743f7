"""What a head has to assign is found by an index; it takes the place of two that nobody asks: for the case of a
process, and for the beginning of a user ID. Without stopping the work."""

from django.db import migrations, models

from cases.db.index_operations import AddIndexRepeatably, DropFieldIndex


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("cases", "0046_mention_at")]

    operations = [
        AddIndexRepeatably(
            model_name="case",
            index=models.Index(
                condition=models.Q(
                    ("officer", None), ("status__in", ["received", "assigned", "in_progress"])
                ),
                fields=["department", "due_on", "id", "request_type"],
                name="case_to_assign",
            ),
        ),
        DropFieldIndex("case", "number", like=True),
        migrations.SeparateDatabaseAndState(
            database_operations=[DropFieldIndex("case", "process")],
            state_operations=[
                migrations.AlterField(
                    model_name="case",
                    name="process",
                    field=models.ForeignKey(
                        db_index=False,
                        editable=False,
                        null=True,
                        on_delete=models.deletion.PROTECT,
                        related_name="cases",
                        to="viewflow.process",
                        verbose_name="process",
                    ),
                )
            ],
        ),
    ]
