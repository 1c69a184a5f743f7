"""The sealed test values by which it is seen that FIELD_KEYS fit the database."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0049_routed")]

    operations = [
        migrations.CreateModel(
            name="KeySeal",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("sealed", models.TextField(editable=False, verbose_name="sealed value")),
                ("made", models.DateTimeField(auto_now_add=True, verbose_name="made")),
            ],
            options={
                "verbose_name": "key seal",
                "verbose_name_plural": "key seals",
                "ordering": ["pk"],
            },
        )
    ]
