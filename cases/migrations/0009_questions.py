"""Questions per kind of request, in versions, and the answers of a case."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0008_synonyms"),
    ]

    operations = [
        migrations.CreateModel(
            name="QuestionSet",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("version", models.PositiveSmallIntegerField(verbose_name="version")),
                ("published_at", models.DateTimeField(verbose_name="published")),
                ("replaced_at", models.DateTimeField(blank=True, null=True, verbose_name="replaced")),
                (
                    "request_type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="question_sets",
                        to="cases.requesttype",
                        verbose_name="kind of request",
                    ),
                ),
            ],
            options={
                "verbose_name": "questions of a kind",
                "verbose_name_plural": "questions of the kinds",
                "ordering": ["request_type", "-version"],
            },
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="order")),
                (
                    "key",
                    models.SlugField(
                        help_text="Small Latin letters, for the export.",
                        max_length=40,
                        verbose_name="short name",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("short", "Short text"),
                            ("long", "Long text"),
                            ("number", "Number"),
                            ("date", "Date"),
                            ("one", "One of several"),
                            ("several", "Any of several"),
                            ("yes_no", "Yes or no"),
                            ("file", "Photo"),
                        ],
                        default="short",
                        max_length=8,
                        verbose_name="kind of answer",
                    ),
                ),
                ("text_th", models.CharField(max_length=300, verbose_name="question in Thai")),
                ("text_en", models.CharField(max_length=300, verbose_name="question in English")),
                ("help_th", models.CharField(blank=True, max_length=500, verbose_name="help in Thai")),
                ("help_en", models.CharField(blank=True, max_length=500, verbose_name="help in English")),
                ("required", models.BooleanField(default=False, verbose_name="required")),
                (
                    "choices",
                    models.JSONField(blank=True, default=list, verbose_name="answers to choose from"),
                ),
                ("minimum", models.IntegerField(blank=True, null=True, verbose_name="smallest")),
                ("maximum", models.IntegerField(blank=True, null=True, verbose_name="largest")),
                (
                    "max_length",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="longest text"),
                ),
                (
                    "show_if_key",
                    models.SlugField(blank=True, max_length=40, verbose_name="only if the question"),
                ),
                ("show_if_value", models.CharField(blank=True, max_length=200, verbose_name="was answered")),
                (
                    "question_set",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="questions",
                        to="cases.questionset",
                        verbose_name="version",
                    ),
                ),
            ],
            options={
                "verbose_name": "question",
                "verbose_name_plural": "questions",
                "ordering": ["position"],
            },
        ),
        migrations.AddField(
            model_name="case",
            name="question_set",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="cases",
                to="cases.questionset",
                verbose_name="questions asked",
            ),
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="order")),
                ("value", models.JSONField(verbose_name="value")),
                ("text_th", models.TextField(verbose_name="answer in Thai")),
                ("text_en", models.TextField(verbose_name="answer in English")),
                (
                    "attachment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="cases.attachment",
                        verbose_name="photo",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="cases.case",
                        verbose_name="case",
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="cases.question",
                        verbose_name="question",
                    ),
                ),
            ],
            options={
                "verbose_name": "answer",
                "verbose_name_plural": "answers",
                "ordering": ["position"],
                "constraints": [models.UniqueConstraint(fields=("case", "question"), name="answer_once")],
            },
        ),
        migrations.AddConstraint(
            model_name="questionset",
            constraint=models.UniqueConstraint(
                fields=("request_type", "version"), name="question_set_version_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="questionset",
            constraint=models.UniqueConstraint(
                condition=models.Q(("replaced_at__isnull", True)),
                fields=("request_type",),
                name="question_set_one_current",
            ),
        ),
        migrations.AddConstraint(
            model_name="questionset",
            constraint=models.CheckConstraint(
                condition=models.Q(("version__gte", 1)), name="question_set_version_counts"
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.UniqueConstraint(fields=("question_set", "key"), name="question_key_once"),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.UniqueConstraint(
                fields=("question_set", "position"), name="question_position_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["short", "long", "number", "date", "one", "several", "yes_no", "file"])
                ),
                name="question_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind__in", ["one", "several"]), _negated=True),
                    models.Q(("choices", []), _negated=True),
                    _connector="OR",
                ),
                name="question_has_choices",
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("minimum", None),
                    ("maximum", None),
                    ("maximum__gte", models.F("minimum")),
                    _connector="OR",
                ),
                name="question_range_in_order",
                violation_error_message="The largest is not smaller than the smallest.",
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("show_if_key", ""), ("show_if_value", "")),
                    models.Q(
                        models.Q(("show_if_key", ""), _negated=True),
                        models.Q(("show_if_value", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="question_condition_whole",
                violation_error_message="Name the earlier question and its answer, or neither.",
            ),
        ),
    ]
