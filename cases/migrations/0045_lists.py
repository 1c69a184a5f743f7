"""Indexes that fit the lists of a million cases; made and dropped without stopping the work."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from cases.db.index_operations import AddIndexRepeatably, DropFieldIndex, RemoveIndexRepeatably


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("cases", "0044_together"),
        ("viewflow", "0015_task_scheduled"),
    ]

    operations = [
        RemoveIndexRepeatably(
            model_name="case",
            name="case_open_by_due",
        ),
        AddIndexRepeatably(
            model_name="case",
            index=models.Index(fields=["department", "received_at", "id"], name="case_of_department"),
        ),
        AddIndexRepeatably(
            model_name="case",
            index=models.Index(fields=["request_type", "received_at", "id"], name="case_of_request_type"),
        ),
        AddIndexRepeatably(
            model_name="case",
            index=models.Index(fields=["officer", "received_at", "id"], name="case_of_officer"),
        ),
        AddIndexRepeatably(
            model_name="case",
            index=models.Index(fields=["status", "received_at", "id"], name="case_of_status"),
        ),
        AddIndexRepeatably(
            model_name="case",
            index=models.Index(fields=["channel", "received_at", "id"], name="case_of_channel"),
        ),
        AddIndexRepeatably(
            model_name="case",
            index=models.Index(fields=["unit", "received_at", "id"], name="case_of_unit"),
        ),
        AddIndexRepeatably(
            model_name="case",
            index=models.Index(fields=["subdistrict", "received_at", "id"], name="case_of_subdistrict"),
        ),
        AddIndexRepeatably(
            model_name="case",
            index=models.Index(fields=["status", "changed_at", "id"], name="case_of_status_by_change"),
        ),
        AddIndexRepeatably(
            model_name="case",
            index=models.Index(fields=["due_on", "id"], name="case_by_due"),
        ),
        AddIndexRepeatably(
            model_name="case",
            index=models.Index(
                condition=models.Q(("status__in", ["received", "assigned", "in_progress", "waiting"])),
                fields=[
                    "due_on",
                    "id",
                    "department",
                    "request_type",
                    "officer",
                    "status",
                    "channel",
                    "unit",
                    "subdistrict",
                    "received_at",
                    "first_reply_due_on",
                ],
                name="case_open_by_due",
            ),
        ),
        AddIndexRepeatably(
            model_name="case",
            index=models.Index(
                condition=models.Q(("status__in", ["received", "assigned", "in_progress", "waiting"])),
                fields=[
                    "received_at",
                    "id",
                    "department",
                    "request_type",
                    "officer",
                    "status",
                    "channel",
                    "unit",
                    "subdistrict",
                    "due_on",
                    "first_reply_due_on",
                ],
                name="case_open_by_age",
            ),
        ),
        AddIndexRepeatably(
            model_name="case",
            index=models.Index(
                condition=models.Q(("status__in", ["received", "assigned", "in_progress", "waiting"])),
                fields=[
                    "changed_at",
                    "id",
                    "department",
                    "request_type",
                    "officer",
                    "status",
                    "channel",
                    "unit",
                    "subdistrict",
                    "due_on",
                    "received_at",
                    "first_reply_due_on",
                ],
                name="case_open_by_change",
            ),
        ),
        AddIndexRepeatably(
            model_name="case",
            index=models.Index(
                condition=models.Q(
                    ("status__in", ["received", "assigned", "in_progress", "waiting"]), ("reopened__gt", 0)
                ),
                fields=["due_on", "id"],
                name="case_reopened",
            ),
        ),
        AddIndexRepeatably(
            model_name="case",
            index=models.Index(
                condition=models.Q(("resolved_at__isnull", False)),
                fields=["resolved_at", "id"],
                name="case_by_result",
            ),
        ),
        AddIndexRepeatably(
            model_name="feedback",
            index=models.Index(fields=["at"], name="feedback_by_time"),
        ),
        # Their own indexes go, the new ones take their place.
        migrations.SeparateDatabaseAndState(
            database_operations=[
                DropFieldIndex("case", "channel"),
                DropFieldIndex("case", "department"),
                DropFieldIndex("case", "officer"),
                DropFieldIndex("case", "request_type"),
                DropFieldIndex("case", "subdistrict"),
                DropFieldIndex("case", "unit"),
            ],
            state_operations=[
                migrations.AlterField(
                    model_name="case",
                    name="channel",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="cases.channel",
                        verbose_name="channel",
                    ),
                ),
                migrations.AlterField(
                    model_name="case",
                    name="department",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="cases.department",
                        verbose_name="department",
                    ),
                ),
                migrations.AlterField(
                    model_name="case",
                    name="officer",
                    field=models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="officer",
                    ),
                ),
                migrations.AlterField(
                    model_name="case",
                    name="request_type",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="cases.requesttype",
                        verbose_name="kind of request",
                    ),
                ),
                migrations.AlterField(
                    model_name="case",
                    name="subdistrict",
                    field=models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="cases.subdistrict",
                        verbose_name="subdistrict",
                    ),
                ),
                migrations.AlterField(
                    model_name="case",
                    name="unit",
                    field=models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="cases.unit",
                        verbose_name="unit",
                    ),
                ),
            ],
        ),
    ]
