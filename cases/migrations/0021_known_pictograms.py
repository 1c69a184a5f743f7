"""The categories that the product came with get the pictograms that it comes with now."""

from typing import Any

from django.db import migrations
from django.db.models import Case, Value, When

PICTOGRAMS = {
    "roads": "road",
    "lighting": "lightbulb",
    "drainage": "waves",
    "waste": "trash-2",
    "trees": "trees",
    "nuisance": "volume-2",
    "animals": "paw-print",
    "health": "heart-pulse",
    "support": "hand-helping",
    "order": "traffic-cone",
    "building": "building-2",
    "revenue": "receipt",
    "registry": "id-card",
    "welfare": "hand-heart",
    "education": "graduation-cap",
    "governance": "scale",
}


def draw(apps: Any, schema_editor: Any) -> None:
    """Give a pictogram to each category that has the default one still."""
    category = apps.get_model("cases", "Category")
    known = [When(code=code, then=Value(name)) for code, name in PICTOGRAMS.items()]
    plain = category.objects.filter(code__in=PICTOGRAMS, pictogram="clipboard-list")
    plain.update(pictogram=Case(*known, default=Value("clipboard-list")))


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0020_category_pictogram"),
    ]

    operations = [
        migrations.RunPython(draw, migrations.RunPython.noop),
    ]
