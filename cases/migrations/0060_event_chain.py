"""Each event of a case is linked to the one before it, and each day has a signed head. What is there already is
linked here, in one go: some minutes for a million cases."""

from django.db import migrations, models

import cases.db.encryption
from cases.db.sql_files import RunSQLFile


class Migration(migrations.Migration):
    dependencies = [("cases", "0059_imported_cases")]

    operations = [
        migrations.CreateModel(
            name="DailyHead",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("day", models.DateField(unique=True, verbose_name="day")),
                ("events", models.BigIntegerField(verbose_name="events")),
                ("last_event", models.BigIntegerField(verbose_name="last event")),
                ("digest", models.CharField(max_length=64, verbose_name="digest")),
                ("signature", models.CharField(max_length=128, verbose_name="signature")),
                ("public_key", models.CharField(max_length=64, verbose_name="public key")),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="made")),
            ],
            options={
                "verbose_name": "head of a day",
                "verbose_name_plural": "heads of days",
                "ordering": ["-day"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="HistoryKeys",
            fields=[
                (
                    "id",
                    models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("private", cases.db.encryption.EncryptedTextField(verbose_name="private key")),
                ("public", models.CharField(max_length=64, verbose_name="public key")),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="made")),
            ],
            options={
                "verbose_name": "keys of the history",
                "verbose_name_plural": "keys of the history",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="EventLink",
            fields=[
                (
                    "event_key",
                    models.BigIntegerField(primary_key=True, serialize=False, verbose_name="event"),
                ),
                ("case_key", models.BigIntegerField(verbose_name="case")),
                ("place", models.PositiveIntegerField(verbose_name="place in the chain")),
                ("salt", models.UUIDField(null=True, verbose_name="salt")),
                ("words", models.BinaryField(verbose_name="digest of the words")),
                ("digest", models.BinaryField(verbose_name="digest")),
                ("destroyed_at", models.DateTimeField(null=True, verbose_name="destroyed")),
            ],
            options={
                "verbose_name": "link of an event",
                "verbose_name_plural": "links of events",
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(fields=["case_key", "place"], name="event_link_one_place")
                ],
            },
        ),
        RunSQLFile("event_chain"),
        migrations.RunSQL("SELECT cases_link_unlinked()", migrations.RunSQL.noop),
    ]
