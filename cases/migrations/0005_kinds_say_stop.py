"""A kind of request can say what to do before anything is typed, and take PDF files."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_voice")]

    operations = [
        migrations.AddField(
            model_name="requesttype",
            name="accepts_pdf",
            field=models.BooleanField(
                default=False,
                help_text="Papers may be sent beside the photos.",
                verbose_name="takes PDF files",
            ),
        ),
        migrations.AddField(
            model_name="requesttype",
            name="call_first",
            field=models.ForeignKey(
                blank=True,
                help_text="Its number stands beside that text; without it, that of the agency in charge.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="cases.externalagency",
                verbose_name="agency to call first",
            ),
        ),
        migrations.AddField(
            model_name="requesttype",
            name="refers_only",
            field=models.BooleanField(
                default=False,
                help_text="There is no form: the other agency alone is in charge.",
                verbose_name="only refers",
            ),
        ),
        migrations.AddField(
            model_name="requesttype",
            name="stop_en",
            field=models.TextField(blank=True, verbose_name="before anything is typed, English"),
        ),
        migrations.AddField(
            model_name="requesttype",
            name="stop_th",
            field=models.TextField(
                blank=True,
                help_text="What to do at once, or whom to call first: shown above the form.",
                verbose_name="before anything is typed, Thai",
            ),
        ),
        migrations.AddConstraint(
            model_name="requesttype",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("refers_only", False),
                    ("agency__isnull", False),
                    ("call_first__isnull", False),
                    _connector="OR",
                ),
                name="kind_refers_to_somebody",
                violation_error_message="Name the agency that people are referred to.",
            ),
        ),
    ]
