"""What the municipality's directory has said about the staff."""

import django.contrib.postgres.fields
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0062_identity_events"),
    ]

    operations = [
        migrations.CreateModel(
            name="DirectoryRun",
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
                ("dry", models.BooleanField(verbose_name="only looked at")),
                (
                    "doubt",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("unreadable", "The file could not be read."),
                            (
                                "nobody",
                                "None of our people is in the file: it is another directory, or its names differ.",
                            ),
                            ("too_many", "More of our people are missing in the file than is plausible."),
                        ],
                        max_length=10,
                        verbose_name="not believed",
                    ),
                ),
                ("listed", models.PositiveIntegerField(default=0, verbose_name="accounts in the file")),
                ("here", models.PositiveIntegerField(default=0, verbose_name="our people who are in it")),
                (
                    "gone",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.IntegerField(), default=list, size=None, verbose_name="switched off"
                    ),
                ),
                (
                    "kept",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.IntegerField(),
                        default=list,
                        size=None,
                        verbose_name="could not be switched off",
                    ),
                ),
                ("cases_back", models.PositiveIntegerField(default=0, verbose_name="cases that went back")),
            ],
            options={
                "verbose_name": "import of the directory",
                "verbose_name_plural": "imports of the directory",
                "ordering": ["-at", "-pk"],
                "default_permissions": (),
            },
        ),
    ]
