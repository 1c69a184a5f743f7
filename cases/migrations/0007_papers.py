"""An attachment is a photo or a PDF file."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0006_edges_on_the_map")]

    operations = [
        migrations.AddField(
            model_name="attachment",
            name="kind",
            field=models.CharField(
                choices=[("photo", "Photo"), ("pdf", "PDF file")],
                default="photo",
                max_length=5,
                verbose_name="kind of file",
            ),
        ),
        migrations.AddConstraint(
            model_name="attachment",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["photo", "pdf"])), name="attachment_kind_known"
            ),
        ),
    ]
