"""The pages of the months as they went to the council."""

from django.db import migrations, models
from django.db.models.functions import Now


class Migration(migrations.Migration):
    dependencies = [("cases", "0042_monthly_goal")]

    operations = [
        migrations.CreateModel(
            name="MonthlyReport",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("month", models.DateField(help_text="Its first day.", unique=True, verbose_name="month")),
                ("sentences", models.TextField(verbose_name="sentences")),
                ("page", models.BinaryField(blank=True, default=b"", verbose_name="page")),
                ("made_at", models.DateTimeField(db_default=Now(), verbose_name="made")),
            ],
            options={
                "verbose_name": "monthly page",
                "verbose_name_plural": "monthly pages",
                "ordering": ["-month"],
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("month__day", 1)), name="monthly_report_of_a_month"
                    )
                ],
            },
        ),
    ]
