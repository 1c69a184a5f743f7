"""The forms of the work on the spot: the same forms of the same steps, laid out for one hand."""

from typing import Any

from django import forms

from workflows.forms.steps import StepForm

# So many answers stand below each other, so many in a line that scrolls; more are a list to open.
BELOW, BUTTONS = 6, 12
# What is rarely changed on the spot stands behind "More".
LATER = ("on", "letter_words", "again", "with_dash")


def laid_out(form: StepForm) -> StepForm:
    """The form with few choices as buttons, and with the camera before the gallery."""
    for name, field in form.fields.items():
        if isinstance(field, forms.ModelChoiceField) and isinstance(field.widget, forms.Select):
            _as_buttons(field)
        if name == "photos":
            field.widget.attrs["capture"] = "environment"
    return form


def now(form: StepForm) -> list[Any]:
    """The fields that the work on the spot fills in, but for photos and findings, which have places of
    their own."""
    return [one for one in form.visible_fields() if not _is_apart(one.name) and one.name not in LATER]


def later(form: StepForm) -> list[Any]:
    """The fields behind "More"."""
    return [one for one in form.visible_fields() if one.name in LATER]


def _is_apart(name: str) -> bool:
    return name == "photos" or name.startswith("q_")


def _as_buttons(field: Any) -> None:
    answers = field.queryset.count() if field.required else 0
    if 0 < answers <= BUTTONS:
        field.empty_label = None
        in_line = {"class": "field-line"} if answers > BELOW else {}
        field.widget = forms.RadioSelect(choices=field.choices, attrs=in_line)
