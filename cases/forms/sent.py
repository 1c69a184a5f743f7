"""A form as it came: to be judged, or only to be shown in the other language with what was typed."""

from typing import Any, TypeVar

from django import forms
from django.http import HttpRequest

SWITCH = "switch_language"
F = TypeVar("F", bound=forms.BaseForm)


def only_language(request: HttpRequest) -> bool:
    """Whether the button was pressed that changes the language, and nothing is to be done."""
    return request.method == "POST" and SWITCH in request.POST


def sent(request: HttpRequest, form: type[F], *, initial: dict[str, Any] | None = None, **options: Any) -> F:
    """The form with what was sent, or with `initial` where nothing was; never valid where only the language
    is to change. Nothing is stored for it: the page with the words is the answer."""
    if request.method != "POST":
        return form(initial=initial, **options)
    if only_language(request):
        return form(initial=request.POST.dict(), **options)
    return form(request.POST, initial=initial, **options)
