"""What every page shows: the municipality, its telephone numbers, the way to the source code."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from cases.models import Municipality


def site(request: HttpRequest) -> dict[str, Any]:
    """The municipality and the address of the source code, for the base template."""
    return {"municipality": Municipality.current(), "source_url": settings.SOURCE_URL}
