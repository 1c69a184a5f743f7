"""The process of a part of another department."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("workflows", "0003_search_and_views"),
        ("viewflow", "0015_task_scheduled"),
    ]

    operations = [
        migrations.CreateModel(
            name="PartProcess",
            fields=[],
            options={
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=("viewflow.process",),
        ),
    ]
