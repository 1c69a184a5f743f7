"""Standard texts of the sample municipality: what is there already is left as the administrator has it."""

from pathlib import Path
from typing import Any

import yaml

from cases.models import Category, Department, RequestType, StandardText

FILE = Path(__file__).with_name("texts.yaml")
# What says that a text is not for every case.
FITS = {"request_type", "category", "department"}


def read() -> list[dict[str, Any]]:
    """The whole file."""
    rows: list[dict[str, Any]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return rows


def load(*, general: bool = False) -> int:
    """Add the texts whose code is not there yet, or of these the `general` ones, which fit every request type
    and department; returns how many."""
    there = set(StandardText.objects.values_list("code", flat=True))
    rows = [(place, row) for place, row in enumerate(read()) if not general or not FITS & row.keys()]
    new = [_text(place, row) for place, row in rows if row["code"] not in there]
    return len(StandardText.objects.bulk_create(new))


def _text(position: int, row: dict[str, Any]) -> StandardText:
    return StandardText(
        code=row["code"],
        name_th=row["title"]["th"],
        name_en=row["title"]["en"],
        position=position,
        step=row["step"],
        kind=RequestType.objects.filter(code=row.get("request_type", "")).first(),
        category=Category.objects.filter(code=row.get("category", "")).first(),
        department=Department.objects.filter(code=row.get("department", "")).first(),
        text_th=row["th"].strip(),
        text_en=row["en"].strip(),
    )
