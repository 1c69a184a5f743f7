"""A category has a pictogram."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0019_question_stop"),
    ]

    operations = [
        migrations.AddField(
            model_name="category",
            name="pictogram",
            field=models.CharField(
                choices=[
                    ("road", "Road"),
                    ("traffic-cone", "Traffic cone"),
                    ("bus", "Bus"),
                    ("lightbulb", "Light bulb"),
                    ("waves", "Waves"),
                    ("droplets", "Drops of water"),
                    ("trash-2", "Rubbish bin"),
                    ("trees", "Trees"),
                    ("volume-2", "Loudspeaker"),
                    ("paw-print", "Paw"),
                    ("heart-pulse", "Heartbeat"),
                    ("flame", "Flame"),
                    ("hand-helping", "Helping hand"),
                    ("hand-heart", "Hand with a heart"),
                    ("building-2", "Building"),
                    ("store", "Shop"),
                    ("receipt", "Bill"),
                    ("id-card", "Identity card"),
                    ("users", "People"),
                    ("graduation-cap", "Graduation cap"),
                    ("scale", "Scales"),
                    ("shield-alert", "Shield"),
                    ("wrench", "Spanner"),
                    ("message-circle-more", "Speech bubble"),
                    ("clipboard-list", "Clipboard"),
                ],
                db_default="clipboard-list",
                default="clipboard-list",
                help_text="Stands beside its name and on the tiles of its kinds.",
                max_length=40,
                verbose_name="pictogram",
            ),
        ),
    ]
