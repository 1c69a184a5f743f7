"""What closed cases teach about everyday words gets a row, and a switch of the municipality."""

from django.db import migrations, models

from cases.db.sql_files import RunSQLFile


class Migration(migrations.Migration):
    dependencies = [("cases", "0015_cause_index")]

    operations = [
        migrations.AddField(
            model_name="municipality",
            name="suggests_from_cases",
            field=models.BooleanField(
                db_default=True, default=True, verbose_name="suggest kinds as learned from closed cases"
            ),
        ),
        migrations.CreateModel(
            name="LearnedWords",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("learned_at", models.DateTimeField(verbose_name="learned")),
                ("cases", models.PositiveIntegerField(verbose_name="cases")),
                ("tried", models.PositiveSmallIntegerField(verbose_name="cases tried")),
                ("right", models.PositiveSmallIntegerField(verbose_name="right, as learned")),
                ("right_by_rules", models.PositiveSmallIntegerField(verbose_name="right by the rules")),
                ("counts", models.JSONField(verbose_name="counts")),
            ],
            options={
                "verbose_name": "words learned from cases",
                "verbose_name_plural": "words learned from cases",
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="learned_words_one_row"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("right__lte", models.F("tried")), ("right_by_rules__lte", models.F("tried"))
                        ),
                        name="learned_words_right_of_tried",
                    ),
                ],
            },
        ),
        RunSQLFile("everyday_words"),
    ]
