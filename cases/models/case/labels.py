"""Labels of choices, for rows of which a page shows many."""

from collections.abc import Callable

from django.db import models


def label_of(field: str, choices: type[models.TextChoices]) -> Callable[[models.Model], str]:
    """A model's `get_…_display` for a field that holds nothing but these choices. Django's own translates all
    labels of the field, each time."""

    def label(row: models.Model) -> str:
        return str(choices(getattr(row, field)).label)

    return label
