"""Words that mean the same when somebody searches for a kind of request."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0007_papers")]

    operations = [
        migrations.CreateModel(
            name="SynonymRow",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "words",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=100),
                        help_text="At least two, with commas between them.",
                        size=None,
                        verbose_name="words",
                    ),
                ),
            ],
            options={
                "verbose_name": "words that mean the same",
                "verbose_name_plural": "words that mean the same",
                "ordering": ["pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="synonymrow",
            constraint=models.CheckConstraint(
                condition=models.Q(("words__len__gte", 2)), name="synonyms_at_least_two"
            ),
        ),
    ]
