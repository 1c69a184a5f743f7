"""Questions that several request types ask stand in blocks with versions of their own."""

import django.db.models.deletion
from django.db import migrations, models

from cases.db.sql_files import RunSQLFile

WITHOUT_BLOCKS = """
DELETE FROM cases_question USING cases_questionset AS version
    WHERE version.id = question_set_id AND version.block_id IS NOT NULL;
DELETE FROM cases_questionset WHERE block_id IS NOT NULL;
SET CONSTRAINTS ALL IMMEDIATE;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0038_outside_reminder_rows"),
    ]

    operations = [
        migrations.CreateModel(
            name="QuestionBlock",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("code", models.SlugField(max_length=40, unique=True, verbose_name="code")),
                ("name_th", models.CharField(max_length=200, verbose_name="Thai name")),
                ("name_en", models.CharField(max_length=200, verbose_name="English name")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                ("active", models.BooleanField(default=True, verbose_name="in use")),
            ],
            options={
                "verbose_name": "block of questions",
                "verbose_name_plural": "blocks of questions",
                "ordering": ["position", "code"],
                "abstract": False,
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="BlockVersion",
            fields=[],
            options={
                "verbose_name": "questions of a block",
                "verbose_name_plural": "questions of the blocks",
                "proxy": True,
                "default_permissions": (),
                "indexes": [],
                "constraints": [],
            },
            bases=("cases.questionset",),
        ),
        migrations.CreateModel(
            name="InsertedBlock",
            fields=[],
            options={
                "verbose_name": "inserted block",
                "verbose_name_plural": "inserted blocks",
                "proxy": True,
                "default_permissions": (),
                "indexes": [],
                "constraints": [],
            },
            bases=("cases.question",),
        ),
        migrations.AlterField(
            model_name="questionset",
            name="request_type",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="question_sets",
                to="cases.requesttype",
                verbose_name="kind of request",
            ),
        ),
        migrations.AddField(
            model_name="question",
            name="block",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="questions",
                to="cases.questionblock",
                verbose_name="block of questions",
            ),
        ),
        migrations.AddField(
            model_name="questionset",
            name="block",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="question_sets",
                to="cases.questionblock",
                verbose_name="block of questions",
            ),
        ),
        migrations.AddConstraint(
            model_name="questionset",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("block__isnull", False), ("request_type", None)),
                    models.Q(("block", None), ("request_type__isnull", False)),
                    _connector="OR",
                ),
                name="question_set_of_type_or_block",
            ),
        ),
        migrations.AddConstraint(
            model_name="questionset",
            constraint=models.UniqueConstraint(fields=("block", "version"), name="block_version_once"),
        ),
        migrations.AddConstraint(
            model_name="questionset",
            constraint=models.UniqueConstraint(
                condition=models.Q(("replaced_at__isnull", True)), fields=("block",), name="block_one_current"
            ),
        ),
        RunSQLFile("question_blocks"),
        # Backwards the blocks go; the copies in the request types' questions stay questions.
        migrations.RunSQL(migrations.RunSQL.noop, WITHOUT_BLOCKS),
    ]
