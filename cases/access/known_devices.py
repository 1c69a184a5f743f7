"""Browsers that have been here before: a signed cookie says with which accounts this one has succeeded.

It opens nothing. It only keeps the tries of strangers apart from those of people whose browser has been let
in before, as OWASP's device cookies do (Slow Down Online Guessing Attacks with Device Cookies). It holds a
random number and keyed hashes of the accounts, so that it tells nobody whose they are.
"""

import secrets
from typing import TypeVar

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase
from django.utils.crypto import salted_hmac

SALT = "cases.access.known_devices"
AGE = 180 * 24 * 60 * 60
ACCOUNTS = 20
R = TypeVar("R", bound=HttpResponseBase)


def device_of(request: HttpRequest, realm: str, account: str) -> str:
    """Return the random number of this browser, if it has succeeded with this account before; else
    nothing."""
    number, accounts = _held(request)
    return number if _hashed(realm, account) in accounts else ""


def remember(response: R, request: HttpRequest, realm: str, account: str) -> R:
    """Let the browser come back as one that has succeeded with this account; the last twenty are kept."""
    number, accounts = _held(request)
    own = _hashed(realm, account)
    accounts = [*(one for one in accounts if one != own), own][-ACCOUNTS:]
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME,
        signing.dumps([number or secrets.token_urlsafe(12), accounts], salt=SALT),
        max_age=AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def _held(request: HttpRequest) -> tuple[str, list[str]]:
    """What the cookie says; nothing where it is not of our making, or too old."""
    try:
        number, accounts = signing.loads(
            request.COOKIES.get(settings.DEVICE_COOKIE_NAME, ""), salt=SALT, max_age=AGE
        )
    except signing.BadSignature:
        return "", []
    return str(number), [str(one) for one in accounts]


def _hashed(realm: str, account: str) -> str:
    return salted_hmac(SALT, f"{realm}:{account}", algorithm="sha256").hexdigest()[:20]
