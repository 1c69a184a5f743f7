"""What every page shows: the municipality, the same page in the other language, and how it shall look."""

from typing import Any

from django.http import HttpRequest
from django.urls import translate_url
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from cases.lib import display
from cases.models import Municipality


def site(request: HttpRequest) -> dict[str, Any]:
    """The variables of the base template."""
    other = "th" if (get_language() or "th").startswith("en") else "en"
    return {
        "display": display.asked_for(request),
        "municipality": SimpleLazyObject(Municipality.current),
        "other_language": other,
        "other_language_url": translate_url(request.get_full_path(), other),
    }
