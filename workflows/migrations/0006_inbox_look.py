"""How a person wants the inbox to look: list, board, map or calendar, the rows, and the columns."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("workflows", "0005_approvals_are_subtasks"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="preference",
            name="columns",
            field=models.CharField(
                choices=[("status", "Status"), ("stage", "Stage"), ("officer", "Officer")],
                db_default="status",
                default="status",
                max_length=10,
                verbose_name="columns of the board",
            ),
        ),
        migrations.AddField(
            model_name="preference",
            name="density",
            field=models.CharField(
                choices=[("comfortable", "With picture and words"), ("compact", "Compact")],
                db_default="comfortable",
                default="comfortable",
                max_length=12,
                verbose_name="rows of the list",
            ),
        ),
        migrations.AddField(
            model_name="preference",
            name="look",
            field=models.CharField(
                choices=[("list", "List"), ("board", "Board"), ("map", "Map"), ("calendar", "Calendar")],
                db_default="list",
                default="list",
                max_length=10,
                verbose_name="look of the inbox",
            ),
        ),
        migrations.AddConstraint(
            model_name="preference",
            constraint=models.CheckConstraint(
                condition=models.Q(("look__in", ["list", "board", "map", "calendar"])),
                name="inbox_look_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="preference",
            constraint=models.CheckConstraint(
                condition=models.Q(("density__in", ["comfortable", "compact"])), name="inbox_density_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="preference",
            constraint=models.CheckConstraint(
                condition=models.Q(("columns__in", ["status", "stage", "officer"])),
                name="inbox_columns_known",
            ),
        ),
    ]
