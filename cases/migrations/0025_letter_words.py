"""Words that an officer adds to a letter, where the kind allows it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0024_standard_texts"),
    ]

    operations = [
        migrations.AddField(
            model_name="caseevent",
            name="letter_words",
            field=models.TextField(blank=True, default="", verbose_name="words added to the letter"),
        ),
        migrations.AddField(
            model_name="requesttype",
            name="letter_editable",
            field=models.BooleanField(
                default=False,
                help_text="With a question, a result or a refusal: words of their own in the citizen's letter.",
                verbose_name="officers may add to letters",
            ),
        ),
    ]
