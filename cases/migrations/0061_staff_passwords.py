"""A password that somebody else has set, and until when a second factor may be missing."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0060_security_contact"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="factor_due",
            field=models.DateField(editable=False, null=True, verbose_name="second factor needed from"),
        ),
        migrations.AddField(
            model_name="user",
            name="must_change_password",
            field=models.BooleanField(
                default=False,
                help_text="Somebody else has set it: at the next log-in a new one is asked for.",
                verbose_name="has to change the password",
            ),
        ),
    ]
