"""What a head has to assign is found by an index; it takes the place of two that nobody asks: for the case of a
process, and for the beginning of a user ID. Without stopping the work."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

# Django's own names; it drops and makes such indexes with IF EXISTS, should the fields ever change.
LIKE, PROCESS = "cases_case_number_980c9551_like", "cases_case_process_id_f4c6cf7b"


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("cases", "0046_mention_at")]

    operations = [
        # An index made beside the work waits for the work that has begun, longer than a page would.
        migrations.RunSQL("SET lock_timeout = 0", "SET lock_timeout = 0"),
        AddIndexConcurrently(
            model_name="case",
            index=models.Index(
                condition=models.Q(
                    ("officer", None), ("status__in", ["received", "assigned", "in_progress"])
                ),
                fields=["department", "due_on", "id", "request_type"],
                name="case_to_assign",
            ),
        ),
        migrations.RunSQL(
            f"DROP INDEX CONCURRENTLY IF EXISTS {LIKE}",
            f"CREATE INDEX CONCURRENTLY IF NOT EXISTS {LIKE} ON cases_case (number varchar_pattern_ops)",
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    f"DROP INDEX CONCURRENTLY IF EXISTS {PROCESS}",
                    f"CREATE INDEX CONCURRENTLY IF NOT EXISTS {PROCESS} ON cases_case (process_id)",
                )
            ],
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
        migrations.RunSQL("SET lock_timeout = 5000", "SET lock_timeout = 5000"),
    ]
