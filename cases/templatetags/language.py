"""The buttons that show a page again with what was typed, also without JavaScript: in the other language, in
large text, in high contrast."""

from typing import Any

from django import template
from django.template.context import Context
from django.urls import translate_url

register = template.Library()


@register.inclusion_tag("partials/language_button.html", takes_context=True)
def language_button(context: Context, form: str, action: str = "") -> dict[str, Any]:
    """Send the form with this id to the address where it goes, in the other language; a view gives it back
    with what was typed (cases.forms.sent). Without an `action` the form goes to its own page."""
    other = context["other_language"]
    address = translate_url(action or context["request"].path, other)
    return {"form": form, "other_language": other, "address": address}


@register.inclusion_tag("partials/display_buttons.html", takes_context=True)
def display_buttons(context: Context, form: str, action: str = "") -> dict[str, Any]:
    """Send the form with this id to the address where it goes, to be shown in large text or high contrast; a
    view gives it back with what was typed (cases.forms.sent). Without an `action` the form goes to its own
    page."""
    address = action or context["request"].path
    return {"form": form, "address": address, "display": context["display"]}
