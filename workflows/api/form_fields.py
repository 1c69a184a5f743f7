"""The forms of the pages as a program fills them in: what each field takes, and plain values as the form
reads them."""

import datetime
import html
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from ninja import Schema

from cases.fields.dates import PARTS, ThaiDateField
from cases.fields.photos import Photos
from cases.questionnaires.fields import NumberAnswer, PhotoAnswer
from workflows.api.problems import Problem

# Of longer lists, such as all subdistricts, the choices are not written out.
MOST_CHOICES = 200
Value = str | int | float | bool | list[str | int | float] | None
Values = Mapping[str, Value]


class Choice(Schema):
    """One of the values of a field, with its words."""

    value: str
    label: str


class Field(Schema):
    """A field of a form: its name in `fields`, what it is called, and what it takes. `date` is written as
    2026-12-31; `photos` come as parts of the request."""

    name: str
    label: str
    help: str
    type: str
    required: bool
    max_length: int | None
    choices: list[Choice]


def described(*filled: forms.Form) -> list[Field]:
    """The fields of these forms, in their order."""
    return [_described(name, form) for form in filled for name in form.fields]


def _described(name: str, form: forms.Form) -> Field:
    field: Any = form.fields[name]
    kind = kind_of(field)
    return Field(
        name=name,
        label=words(field.label or name),
        help=words(field.help_text),
        type=kind,
        required=field.required,
        max_length=getattr(field, "max_length", None),
        choices=list(_choices(field)) if kind in ("choice", "choices") else [],
    )


def kind_of(field: forms.Field) -> str:
    """What a program sends for a field."""
    kinds: tuple[tuple[Any, str], ...] = (
        ((Photos, PhotoAnswer, forms.FileField), "photos"),
        (ThaiDateField, "date"),
        (forms.BooleanField, "boolean"),
        ((forms.MultipleChoiceField, forms.ModelMultipleChoiceField), "choices"),
        ((forms.ChoiceField, forms.ModelChoiceField), "choice"),
        ((NumberAnswer, forms.IntegerField), "number"),
    )
    found = next((kind for classes, kind in kinds if isinstance(field, classes)), "text")
    return "choice" if found == "text" and isinstance(field.widget, forms.Select) else found


def words(text: Any) -> str:
    """A text of a page without its marks."""
    return " ".join(html.unescape(strip_tags(str(text).replace("<", " <"))).split())


def _choices(field: Any) -> Iterator[Choice]:
    found = list(getattr(field, "choices", None) or field.widget.choices)
    if len(found) > MOST_CHOICES:
        return
    for value, label in found:
        if isinstance(label, list | tuple):
            yield from (Choice(value=str(one), label=words(said)) for one, said in label)
        elif str(value):
            yield Choice(value=str(value), label=words(label))


def typed(values: Values, unfilled: Iterable[forms.Form]) -> QueryDict:
    """The values as these forms read them. Raises Problem (422) for a field that none of them has, and for
    what no day is."""
    fields = {name: field for form in unfilled for name, field in _known(form).items()}
    if strange := [name for name in values if name not in fields]:
        raise Problem(422, errors=[(name[:100], _("There is no such field.")) for name in strange])
    found = QueryDict(mutable=True)
    for name, value in values.items():
        for key, words in _spread(name, value, fields[name]):
            found.setlist(key, words)
    return found


def _known(form: forms.Form) -> dict[str, Any]:
    """Some fields come and go with what is chosen in others."""
    return {**form.base_fields, **form.fields}


def _spread(name: str, value: Value, field: forms.Field) -> Iterator[tuple[str, list[str]]]:
    if value is None or value is False:
        return
    if isinstance(field, ThaiDateField):
        day = _day(name, value)
        yield from zip(
            (f"{name}_{part}" for part in PARTS), ([str(getattr(day, one))] for one in PARTS), strict=True
        )
    elif isinstance(value, list):
        yield name, [str(one) for one in value]
    else:
        yield name, ["on" if value is True else str(value)]


def _day(name: str, value: Value) -> datetime.date:
    try:
        return datetime.date.fromisoformat(str(value))
    except ValueError as error:
        raise Problem(422, errors=[(name, _("Write the day as 2026-12-31."))]) from error
