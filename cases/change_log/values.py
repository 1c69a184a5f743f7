"""The rows of the set-up as plain values, which a file and a line of the log can hold."""

import base64
import hashlib
from typing import Any

from django.db import models

from cases.change_log.tables import Table, natural

HIDDEN = "•••"


def plain(row: models.Model, table: Table) -> dict[str, Any]:
    """A stored row by the names of its fields, as a file holds it."""
    return {field.name: value_of(row, field) for field in table.exported_fields}


def logged(row: models.Model, table: Table) -> dict[str, Any]:
    """The same for the log: pictures by a short sum of their bytes; what is hidden by one of its value."""
    found = {field.name: value_of(row, field) for field in table.fields}
    for field in table.fields:
        if found[field.name] and (field.name in table.hidden or isinstance(field, models.FileField)):
            found[field.name] = _sum(str(found[field.name]))
    return found


def differences(before: dict[str, Any], after: dict[str, Any], table: Table) -> dict[str, list[Any]]:
    """The fields that differ, with both values; those that are hidden without."""
    found = {}
    for name in dict.fromkeys([*before, *after]):
        pair = [before.get(name), after.get(name)]
        if pair[0] != pair[1]:
            found[name] = [HIDDEN if one else one for one in pair] if name in table.hidden else pair
    return found


def value_of(row: models.Model, field: Any) -> Any:
    """One field of a stored row: text, number, truth, None, or a list of such."""
    if field.many_to_many:
        return sorted((natural(one) for one in getattr(row, field.name).all()), key=str)
    value = getattr(row, field.name)
    if isinstance(field, models.FileField):
        return _content(value)
    if isinstance(value, (list, tuple)):
        return [natural(one) for one in value]
    return _bare(natural(value))


def _bare(value: Any) -> Any:
    """Anything that is no plain value as text."""
    return value if value is None or isinstance(value, (str, int, float, bool, list, dict)) else str(value)


def _content(file: Any) -> str:
    if not file:
        return ""
    try:
        with file.storage.open(file.name) as opened:
            return base64.b64encode(opened.read()).decode()
    except FileNotFoundError:
        return ""


def _sum(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]
