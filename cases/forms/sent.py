"""A form as it came: to be judged, or only to be shown in the other language, or looking otherwise, with what
was typed."""

from typing import Any, TypeVar

from django import forms
from django.http import HttpRequest

from cases.lib.display import SWITCH as DISPLAY

LANGUAGE = "switch_language"
# Buttons that only show the page again.
SWITCHES = (LANGUAGE, DISPLAY)
F = TypeVar("F", bound=forms.BaseForm)


def only_shown(request: HttpRequest) -> bool:
    """Whether a button was pressed that changes the language or how pages look, and nothing is to be done."""
    return request.method == "POST" and any(switch in request.POST for switch in SWITCHES)


def sent(request: HttpRequest, form: type[F], *, initial: dict[str, Any] | None = None, **options: Any) -> F:
    """The form with what was sent, or with `initial` where nothing was; never valid where it is only
    shown again. Nothing is stored for it: the page with the words is the answer."""
    if request.method != "POST":
        return form(initial=initial, **options)
    if only_shown(request):
        return form(initial=request.POST.dict(), **options)
    return form(request.POST, initial=initial, **options)
