"""Why a case has no photo where its request type needs one."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0017_person_fields"),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="no_photo",
            field=models.CharField(
                blank=True,
                choices=[
                    ("dark", "It is too dark, or too far away"),
                    ("gone", "It was there at another time"),
                    ("dangerous", "It would be dangerous"),
                    ("unable", "I cannot take or send photos"),
                ],
                db_default="",
                default="",
                max_length=10,
                verbose_name="no photo, because",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(("no_photo__in", ["", "dark", "gone", "dangerous", "unable"])),
                name="case_no_photo_known",
            ),
        ),
    ]
