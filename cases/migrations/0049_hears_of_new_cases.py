"""People of a department who hear of its new cases, as its heads do."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0048_look_again_index")]

    operations = [
        migrations.AddField(
            model_name="membership",
            name="hears_of_new_cases",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="As the head does; never about restricted kinds.",
                verbose_name="gets letters about new cases",
            ),
        ),
    ]
