"""Large text and high contrast, as a browser has asked for them: kept in a cookie that says nothing else.

A page with a form has a button for each, which sends the form to be shown again with what was typed.
"""

from collections.abc import Callable
from typing import TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from cases.lib.same_origin import token_is_right

LARGE, CONTRAST = "large", "contrast"
CHOICES = (LARGE, CONTRAST)
SEPARATOR = "-"
# The name of the buttons; the value is one of CHOICES.
SWITCH = "switch_display"
AGE = 365 * 24 * 60 * 60
R = TypeVar("R", bound=HttpResponseBase)


def asked_for(request: HttpRequest) -> list[str]:
    """What of `CHOICES` this browser has asked for, by the cookie and by the button that was pressed; what
    else they hold is left out."""
    held = set(request.COOKIES.get(settings.DISPLAY_COOKIE_NAME, "").split(SEPARATOR))
    if is_switched(request):
        held ^= {request.POST[SWITCH]}
    return [choice for choice in CHOICES if choice in held]


def is_switched(request: HttpRequest) -> bool:
    """Whether one of the buttons was pressed, on a page of ours."""
    return request.method == "POST" and token_is_right(request) and SWITCH in request.POST


def switch(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Keep what a button has switched; a middleware."""

    def respond(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        return remember(response, asked_for(request)) if is_switched(request) else response

    return respond


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
