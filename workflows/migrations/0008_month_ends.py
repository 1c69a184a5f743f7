"""Sums of how the months ended."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("workflows", "0007_after_a_step")]

    operations = [
        migrations.RemoveConstraint(model_name="figuresum", name="figures_scale_known"),
        migrations.AlterField(
            model_name="figuresum",
            name="scale",
            field=models.CharField(
                choices=[("day", "Day"), ("month", "Month"), ("now", "Now"), ("end", "End of a month")],
                max_length=5,
                verbose_name="of a",
            ),
        ),
        migrations.AlterField(
            model_name="figuresum",
            name="day",
            field=models.DateField(
                help_text="Of a month the first one, of its end the last.", verbose_name="day"
            ),
        ),
        migrations.AddConstraint(
            model_name="figuresum",
            constraint=models.CheckConstraint(
                condition=models.Q(("scale__in", ["day", "month", "now", "end"])), name="figures_scale_known"
            ),
        ),
    ]
