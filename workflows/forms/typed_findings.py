"""Findings in what an officer types: `{findings.depth}` is filled in, and one that is empty is named before
anything is sent."""

from contextlib import nullcontext
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import override

from cases import placeholders
from cases.fields.text import Paragraphs
from cases.models import Case
from cases.placeholders import FINDINGS
from cases.work_plans import told


def fill(form: Any) -> None:
    """Fill in the texts of a form that was judged; beside a text with a finding that was not filled in stands
    an error. At most two SQL statements, none for texts without findings."""
    for name, field in form.fields.items():
        text = form.cleaned_data.get(name) if form.is_bound else None
        if isinstance(field, Paragraphs) and isinstance(text, str) and placeholders.findings_in(text):
            try:
                form.cleaned_data[name] = _filled(text, form)
            except forms.ValidationError as error:
                form.add_error(name, error)


def _filled(text: str, form: Any) -> str:
    """The text with its findings. Raises ValidationError, naming what is empty; on a form for many cases,
    which find out different things, that is everything."""
    case: Case | None = getattr(form, "case", None)
    found: dict[str, object] = {}
    if case is not None:
        with override(case.language) if form.to_citizen else nullcontext():
            found = told.found(case)
    empty = [key for key in placeholders.findings_in(text) if not found.get(f"{FINDINGS}{key}")]
    if empty:
        names = ", ".join(told.label(key, case) if case else key for key in empty)
        said = _("Not filled in at any step: %(names)s. Write it where %(holes)s stands, or leave it out.")
        holes = ", ".join(f"{{{FINDINGS}{key}}}" for key in empty)
        raise forms.ValidationError(said % {"names": names, "holes": holes})
    others = {name: f"{{{name}}}" for name in placeholders.names_in(text) if name not in found}
    return placeholders.filled(text, found | others)
