"""An event of a deputy says for whom it was decided, and by which order."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0007_delegations")]

    operations = [
        migrations.AddField(
            model_name="caseevent",
            name="delegation",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="cases.delegation",
                verbose_name="delegation of decisions",
            ),
        ),
    ]
