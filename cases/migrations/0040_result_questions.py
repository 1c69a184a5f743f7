"""What is asked after a result is set up, and an answer keeps the words in which it was offered."""

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

from cases.db.sql_files import RunSQLFile


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0039_question_blocks"),
    ]

    operations = [
        migrations.AddField(
            model_name="feedback",
            name="alerts_head",
            field=models.BooleanField(
                db_default=False, default=False, verbose_name="a letter goes to the head"
            ),
        ),
        migrations.AddField(
            model_name="feedback",
            name="rating_en",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=200, verbose_name="rating in English"
            ),
        ),
        migrations.AddField(
            model_name="feedback",
            name="rating_th",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=200, verbose_name="rating in Thai"
            ),
        ),
        migrations.AddField(
            model_name="feedback",
            name="verdict_en",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=200, verbose_name="verdict in English"
            ),
        ),
        migrations.AddField(
            model_name="feedback",
            name="verdict_th",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=200, verbose_name="verdict in Thai"
            ),
        ),
        migrations.CreateModel(
            name="ResultQuestion",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("code", models.SlugField(editable=False, max_length=60, unique=True, verbose_name="code")),
                (
                    "about",
                    models.CharField(
                        choices=[("verdict", "Whether it is fixed"), ("rating", "How good the work was")],
                        max_length=8,
                        verbose_name="what it asks",
                    ),
                ),
                ("text_th", models.CharField(max_length=300, verbose_name="question in Thai")),
                ("text_en", models.CharField(max_length=300, verbose_name="question in English")),
                (
                    "request_type",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty: for every kind that has no question of its own.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="result_questions",
                        to="cases.requesttype",
                        verbose_name="kind of request",
                    ),
                ),
            ],
            options={
                "verbose_name": "question after the result",
                "verbose_name_plural": "questions after the result",
                "ordering": ["about", "request_type__position", "code"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="ResultAnswer",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="order")),
                ("text_th", models.CharField(max_length=200, verbose_name="answer in Thai")),
                ("text_en", models.CharField(max_length=200, verbose_name="answer in English")),
                (
                    "verdict",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("fixed", "Fixed"),
                            ("still_there", "Still there"),
                            ("unknown", "I do not know"),
                        ],
                        default="",
                        max_length=12,
                        verbose_name="the figures count it as",
                    ),
                ),
                (
                    "rating",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                        verbose_name="stars",
                    ),
                ),
                ("reopens", models.BooleanField(default=False, verbose_name="opens the case again")),
                ("alerts_head", models.BooleanField(default=False, verbose_name="a letter goes to the head")),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="cases.resultquestion",
                        verbose_name="question",
                    ),
                ),
            ],
            options={
                "verbose_name": "answer after the result",
                "verbose_name_plural": "answers after the result",
                "ordering": ["question", "position"],
                "default_permissions": (),
            },
        ),
        migrations.AddConstraint(
            model_name="resultquestion",
            constraint=models.UniqueConstraint(
                fields=("about", "request_type"),
                name="result_question_once",
                nulls_distinct=False,
                violation_error_message="This is asked already, in a question of its own.",
            ),
        ),
        migrations.AddConstraint(
            model_name="resultquestion",
            constraint=models.CheckConstraint(
                condition=models.Q(("about__in", ["verdict", "rating"])), name="result_question_about_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="resultanswer",
            constraint=models.UniqueConstraint(
                fields=("question", "position"), name="result_answer_position_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="resultanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(("reopens", False), ("verdict", "still_there"), _connector="OR"),
                name="result_answer_reopens_what_is_there",
                violation_error_message="Only an answer that counts as still there opens the case again.",
            ),
        ),
        migrations.AddConstraint(
            model_name="resultanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("rating", None), models.Q(("rating__range", (1, 5)), ("verdict", "")), _connector="OR"
                ),
                name="result_answer_counts_once",
                violation_error_message="An answer has stars, or says whether it is fixed.",
            ),
        ),
        migrations.AddConstraint(
            model_name="resultanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(("verdict__in", ["", "fixed", "still_there", "unknown"])),
                name="result_answer_verdict_known",
            ),
        ),
        RunSQLFile("result_questions"),
    ]
