"""The reminders of outside parties' steps that were written in the code, as rows of the table."""

from typing import Any

from django.db import migrations

ROWS = (
    ("outside_due", "outside"),
    ("outside_late", "outside"),
    ("outside_late", "officer"),
    ("outside_late", "head"),
)


def add(apps: Any, schema_editor: Any) -> None:
    """Add them where a town is in use; a new one gets them with its other rows."""
    rules, using = apps.get_model("cases", "EscalationRule").objects, schema_editor.connection.alias
    parties = apps.get_model("cases", "OutsideParty").objects.using(using)
    if not rules.using(using).exists() and not parties.exists():
        return
    last = max(rules.using(using).values_list("position", flat=True), default=0)
    for number, (when, to) in enumerate(ROWS, start=1):
        rules.using(using).get_or_create(when=when, to=to, days=1, defaults={"position": last + number})


def remove(apps: Any, schema_editor: Any) -> None:
    """Remove all rules about outside parties."""
    rules = apps.get_model("cases", "EscalationRule").objects.using(schema_editor.connection.alias)
    rules.filter(when__startswith="outside").delete()


class Migration(migrations.Migration):
    dependencies = [("cases", "0037_outside_reminders")]

    operations = [migrations.RunPython(add, remove)]
