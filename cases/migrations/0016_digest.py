"""Who wants one letter each morning."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0015_inbox_order"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="digest",
            field=models.BooleanField(
                default=False,
                help_text="Instead of a letter for each deadline: one on the morning of each working day.",
                verbose_name="one letter each morning",
            ),
        ),
    ]
