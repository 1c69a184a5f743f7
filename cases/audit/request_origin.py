"""Where the request that is being answered comes from: its network and its device, for the security log.

Whoever writes an event does not carry the request along: a middleware lays its origin down here.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.http import HttpRequest

from cases.limits.rate_limits import network

# The first that fits; what says to be everything comes last.
BROWSERS = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "Line/": "LINE",
    "Firefox": "Firefox",
    "FxiOS": "Firefox",
    "Chrom": "Chrome",
    "CriOS": "Chrome",
    "Safari": "Safari",
}
SYSTEMS = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac OS": "macOS",
    "Linux": "Linux",
}


@dataclass(frozen=True)
class Origin:
    """The network's prefix (/24, /56) and the browser's family, such as “Firefox, Windows”."""

    network: str = ""
    device: str = ""


NOWHERE = Origin()
_here: ContextVar[HttpRequest | None] = ContextVar("origin", default=None)


@contextmanager
def answering(request: HttpRequest) -> Iterator[None]:
    """Say that what happens inside is done by this request."""
    token = _here.set(request)
    try:
        yield
    finally:
        _here.reset(token)


def origin() -> Origin:
    """Return the origin of the request that is being answered; an empty one for a command or a job."""
    request = _here.get()
    if request is None:
        return NOWHERE
    return Origin(network(request), browser(request.META.get("HTTP_USER_AGENT", ""))[:60])


def browser(agent: str) -> str:
    """The family of a browser and its system, such as “Firefox, Windows”; empty for an unknown one."""
    family = next((name for mark, name in BROWSERS.items() if mark in agent), "")
    system = next((name for mark, name in SYSTEMS.items() if mark in agent), "")
    return ", ".join(filter(None, [family, system]))
