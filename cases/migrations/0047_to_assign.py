"""What a head has to assign is found by an index; it takes the place of one that only served searches for the
beginning of a user ID, which nobody makes. Without stopping the work."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

# Django's own name; it drops and makes the index with IF EXISTS, should the field ever change.
LIKE = "cases_case_number_980c9551_like"


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
        migrations.RunSQL("SET lock_timeout = 5000", "SET lock_timeout = 5000"),
    ]
