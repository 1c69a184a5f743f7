"""Saved views by their names, in the order of a Thai dictionary."""

from django.db import migrations

from cases.text.collation import ThaiOrder


class Migration(migrations.Migration):
    dependencies = [("cases", "0048_thai_order"), ("workflows", "0007_changed_days")]

    operations = [
        migrations.AlterModelOptions(
            name="savedview",
            options={
                "ordering": [ThaiOrder("name"), "pk"],
                "verbose_name": "saved view",
                "verbose_name_plural": "saved views",
            },
        )
    ]
