"""A routing rule may name the officer who gets the case."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0008_event_delegation")]

    operations = [
        migrations.AddField(
            model_name="routingrule",
            name="officer",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="and officer",
            ),
        ),
    ]
