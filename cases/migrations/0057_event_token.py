"""An event says by which token a program did it."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0056_received_mail")]

    operations = [
        migrations.AddField(
            model_name="caseevent",
            name="token",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="cases.accesstoken",
                verbose_name="access token",
            ),
        ),
    ]
