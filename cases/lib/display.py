"""Large text and high contrast, as a browser has asked for them: kept in a cookie that says nothing else."""

from typing import TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

LARGE, CONTRAST = "large", "contrast"
CHOICES = (LARGE, CONTRAST)
SEPARATOR = "-"
AGE = 365 * 24 * 60 * 60
R = TypeVar("R", bound=HttpResponseBase)


def asked_for(request: HttpRequest) -> list[str]:
    """What of `CHOICES` this browser has asked for; whatever else the cookie holds is left out."""
    held = request.COOKIES.get(settings.DISPLAY_COOKIE_NAME, "").split(SEPARATOR)
    return [choice for choice in CHOICES if choice in held]


def remember(response: R, choices: list[str]) -> R:
    """Let the browser ask for these from now on, for a year; without any, for nothing."""
    if not choices:
        response.delete_cookie(settings.DISPLAY_COOKIE_NAME, samesite="Lax")
        return response
    response.set_cookie(
        settings.DISPLAY_COOKIE_NAME,
        SEPARATOR.join(choices),
        max_age=AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response
