"""Whether a request comes from one of our own pages, or another site made the browser send it."""

from django.conf import settings
from django.http import HttpRequest

SAFE = ("GET", "HEAD", "OPTIONS", "TRACE")


def token_is_right(request: HttpRequest) -> bool:
    """Whether Django has accepted the CSRF token of what was sent; views that ask for none never have one."""
    return bool(getattr(request, "csrf_processing_done", False))


def from_own_page(request: HttpRequest) -> bool:
    """Whether what was sent comes from our own pages: its CSRF token is right, or the browser itself says
    so, by Sec-Fetch-Site (W3C Fetch Metadata) and Origin (RFC 6454); one that names neither has not."""
    if token_is_right(request):
        return True
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site is None and origin is None:
        return False
    return site in (None, "same-origin") and (origin is None or origin in _own_origins(request))


def _own_origins(request: HttpRequest) -> list[str]:
    return [f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS]
