"""Kinds that need a photo of the work done, and results that say that work was done."""

from typing import Any

from django.db import migrations, models

PLACES = """
road_damage footpath bridge_rail road_collapse soi_sign traffic_device street_light street_light_new
hanging_wire drain_blocked manhole flooding canal_dredge garbage_missed illegal_dump street_clean
public_toilet tree_trim tree_fallen park illegal_parking street_vendor illegal_sign
"""
WORK = ["fixed", "partly_fixed"]


def mark(apps: Any, schema_editor: Any) -> None:
    """Mark the kinds and results that came with the product; administrators change them at any time."""
    apps.get_model("cases", "RequestType").objects.filter(code__in=PLACES.split()).update(
        needs_after_photo=True
    )
    apps.get_model("cases", "ResultCode").objects.filter(code__in=WORK).update(needs_photo=True)


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0038_contact"),
    ]

    operations = [
        migrations.AddField(
            model_name="requesttype",
            name="needs_after_photo",
            field=models.BooleanField(
                default=False,
                help_text="A result that says that work was done is taken only with such a photo.",
                verbose_name="needs a photo of the work done",
            ),
        ),
        migrations.AddField(
            model_name="resultcode",
            name="needs_photo",
            field=models.BooleanField(
                default=False,
                help_text="Work was done: where the kind asks for it, a photo has to show it.",
                verbose_name="shows work",
            ),
        ),
        migrations.RunPython(mark, migrations.RunPython.noop),
    ]
