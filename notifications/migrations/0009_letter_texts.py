"""Words of letters as an administrator has changed them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notifications", "0008_duplicates"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="LetterText",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("letter", models.CharField(max_length=20, verbose_name="letter")),
                (
                    "language",
                    models.CharField(
                        choices=[("th", "Thai"), ("en", "English")], max_length=2, verbose_name="language"
                    ),
                ),
                ("subject", models.CharField(max_length=200, verbose_name="subject")),
                ("body", models.TextField(max_length=4000, verbose_name="text")),
                ("changed_at", models.DateTimeField(auto_now=True, verbose_name="changed")),
                (
                    "changed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="changed by",
                    ),
                ),
            ],
            options={
                "verbose_name": "words of a letter",
                "verbose_name_plural": "words of letters",
                "ordering": ["letter", "language"],
                "default_permissions": ("change",),
                "constraints": [
                    models.UniqueConstraint(fields=("letter", "language"), name="letter_text_once"),
                    models.CheckConstraint(
                        condition=models.Q(("language__in", ["th", "en"])), name="letter_text_language_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("subject", ""), _negated=True), models.Q(("body", ""), _negated=True)
                        ),
                        name="letter_text_has_words",
                    ),
                ],
            },
        ),
    ]
