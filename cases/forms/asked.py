"""What the address of a list asks for: a list shows no more than its address says. Where a criterion is not
on offer, or not any more, it shows nothing and the page says why."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.fields.dates import PARTS, ThaiDateWidget

# Stands for a key that leads to no page.
NO_PAGE = _("This page of the list")
LONGEST = 40


def names(form: forms.Form | type[forms.Form]) -> Iterator[str]:
    """The parameters of an address in which the form's fields stand; a day has three."""
    fields = form.fields if isinstance(form, forms.Form) else form.base_fields
    for name, field in fields.items():
        if isinstance(field.widget, ThaiDateWidget):
            yield from (f"{name}_{part}" for part in PARTS)
        else:
            yield name


def missing(form: forms.Form, *others: str) -> list[Any]:
    """What the address asks for that is not on offer, by its name; `others` are known beside the fields."""
    wrong = [form.fields[name].label for name in form.errors if name in form.fields]
    return [*wrong, *unknown(form.data, [*names(form), *others])]


def unknown(query: Mapping[str, Any], known: Iterable[str]) -> list[str]:
    """The parameters of an address that nobody knows."""
    allowed = {*known}
    return [name[:LONGEST] for name in query if name not in allowed and query.get(name)]
