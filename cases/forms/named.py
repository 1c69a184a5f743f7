"""The form of a thing with a code and two names, on whichever page of the set-up it is changed."""

from typing import Any

from django import forms
from django.db.models import Q

from cases.models import Department, Unit
from cases.models.reference_data import Named


class NamedForm(forms.ModelForm):  # type: ignore[type-arg]
    """Offers what is in use, and what the row has already; departments and units with their code, since two
    may have one name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            offered = getattr(field, "queryset", None)
            if offered is None or not issubclass(offered.model, Named):
                continue
            own = Q(pk=getattr(self.instance, f"{name}_id", None))
            field.queryset = offered.filter(Q(active=True) | own)  # type: ignore[attr-defined]
            if issubclass(offered.model, (Department, Unit)):
                field.label_from_instance = with_code  # type: ignore[attr-defined]


def with_code(row: Named) -> str:
    """Return a department or unit by its name and its code."""
    return f"{row} ({row.code})"
