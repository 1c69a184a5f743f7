"""Every change of the set-up, with before and after."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

GUARD = """
CREATE FUNCTION cases_setupchange_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the log of changes is append-only' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON cases_setupchange
    FOR EACH ROW EXECUTE FUNCTION cases_setupchange_is_append_only();
"""
UNGUARD = """
DROP TRIGGER append_only ON cases_setupchange;
DROP FUNCTION cases_setupchange_is_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0030_administrators"),
    ]

    operations = [
        migrations.CreateModel(
            name="SetupChange",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="time"
                    ),
                ),
                (
                    "via",
                    models.CharField(
                        choices=[
                            ("page", "on a page"),
                            ("import", "by an import"),
                            ("command", "by a command"),
                        ],
                        max_length=10,
                        verbose_name="how",
                    ),
                ),
                ("batch", models.UUIDField(editable=False, verbose_name="together")),
                ("table", models.CharField(max_length=60, verbose_name="what")),
                ("row", models.CharField(max_length=60, verbose_name="row")),
                ("title", models.CharField(max_length=300, verbose_name="name")),
                (
                    "action",
                    models.CharField(
                        choices=[("added", "Added"), ("changed", "Changed"), ("removed", "Removed")],
                        max_length=10,
                        verbose_name="change",
                    ),
                ),
                ("fields", models.JSONField(default=dict, verbose_name="before and after")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
            ],
            options={
                "verbose_name": "change of the set-up",
                "verbose_name_plural": "changes of the set-up",
                "ordering": ["-at", "-pk"],
                "permissions": [("set_up", "Can set up the e-service")],
                "default_permissions": (),
                "indexes": [
                    models.Index(fields=["-at", "-id"], name="setup_change_latest"),
                    models.Index(fields=["table", "row"], name="setup_change_row"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("action__in", ["added", "changed", "removed"])),
                        name="setup_change_action_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("by__isnull", False), ("via", "page")),
                            ("via__in", ["import", "command"]),
                            _connector="OR",
                        ),
                        name="setup_change_names_its_author",
                    ),
                ],
            },
        ),
        migrations.RunSQL(GUARD, UNGUARD),
    ]
