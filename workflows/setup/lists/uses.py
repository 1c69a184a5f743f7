"""What uses a row of a list, in words: whoever switches it off or removes it knows."""

from collections.abc import Iterator
from typing import Any

from django.db.models import CASCADE
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cases.change_log.tables import table_of


def uses_of(row: Any) -> list[str]:
    """What points to this row and would not go with it: of the set-up how many, of cases and what belongs to
    them only that there are some. One statement for each table that can."""
    return list(_uses(row)) if row.pk else []


def _uses(row: Any) -> Iterator[str]:
    for link in row._meta.related_objects:
        if getattr(link, "on_delete", None) is CASCADE:
            continue
        model = link.related_model
        rows = model._base_manager.filter(**{link.field.name: row})
        name = capfirst(str(model._meta.verbose_name_plural))
        if table_of(model) is None:
            if rows.exists():
                yield name
        elif number := rows.count():
            yield _("%(what)s: %(number)s") % {"what": name, "number": number}
