"""When a person was mentioned, beside who was: the latest mentions of a person are found by an index."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models.functions import Now

FILL = """
UPDATE cases_mention SET at = cases_caseevent.at FROM cases_caseevent
WHERE cases_caseevent.id = cases_mention.event_id
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0045_lists")]

    operations = [
        migrations.AddField(
            model_name="mention",
            name="at",
            field=models.DateTimeField(db_default=Now(), verbose_name="time"),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="mention",
            name="event",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="mentions",
                to="cases.caseevent",
                verbose_name="note",
            ),
        ),
        migrations.AlterField(
            model_name="mention",
            name="user",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="mentions",
                to=settings.AUTH_USER_MODEL,
                verbose_name="person",
            ),
        ),
        migrations.AddIndex(
            model_name="mention",
            index=models.Index(fields=["user", "at"], name="mention_latest"),
        ),
    ]
