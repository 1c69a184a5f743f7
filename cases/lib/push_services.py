"""Which addresses a browser may name for its notifications: those of the push services of WEB_PUSH_SERVICES.

A browser tells the address, so whoever sends the form does: without this list the worker could be made to ask
anything that it can reach.
"""

import ipaddress
import re
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

from cases.lib.http_client import Unanswered
from cases.lib.inner_network import is_public

HTTPS = 443
# Whose services these are, for people.
MAKERS = {
    "googleapis.com": "Google",
    "mozilla.com": "Mozilla",
    "apple.com": "Apple",
    "windows.com": "Microsoft",
}
# A host, or *. and a host, or an address in numbers; a port where it is not 443.
ENTRY = re.compile(r"(?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::[0-9]{1,5})?|\[[0-9a-f:]+\](?::[0-9]{1,5})?")


class NoPushService(ValueError):
    """The address is none of a push service that the municipality sends to."""


class NameUnknown(Unanswered):
    """The name of this push service is not found: it may be one that somebody has made up."""


@dataclass(frozen=True)
class Browser:
    """What a browser gives of itself to be told: where its push service takes messages, and the keys for
    which they are encrypted, in URL-safe Base64."""

    endpoint: str
    p256dh: str
    auth: str


def host_of(endpoint: str) -> str:
    """Return the host of an endpoint of a known push service, by https; raises NoPushService for anything
    else."""
    try:
        parts = urlsplit(endpoint)
        host, port = (parts.hostname or ""), parts.port or HTTPS
    except ValueError as error:
        raise NoPushService from error
    plain = endpoint.isascii() and endpoint.isprintable() and " " not in endpoint
    if not plain or parts.scheme != "https" or "@" in parts.netloc or parts.fragment:
        raise NoPushService
    if not any(_matches(host, port, entry) for entry in settings.WEB_PUSH_SERVICES):
        raise NoPushService
    return host


def need_public(endpoint: str) -> None:
    """Refuse a name that leads into a private network; what is listed in numbers is meant to. Raises
    NoPushService, and NameUnknown where there is no such name."""
    parts = urlsplit(endpoint)
    host = parts.hostname or ""
    if _is_address(host):
        return
    try:
        found = socket.getaddrinfo(host, parts.port or HTTPS, type=socket.SOCK_STREAM)
    except OSError as error:
        raise NameUnknown("The name of the push service is not found.") from error
    if not all(is_public(str(address[0])) for *_rest, address in found):
        raise NoPushService


def maker_of(host: str) -> str:
    """Who runs a push service: the maker of a browser, or else the host itself."""
    return next((maker for end, maker in MAKERS.items() if host.endswith(f".{end}")), host)


def is_entry(name: str) -> bool:
    """Whether WEB_PUSH_SERVICES can hold this name."""
    return bool(ENTRY.fullmatch(name))


def is_in_numbers(name: str) -> bool:
    """Whether an entry of WEB_PUSH_SERVICES is an address in numbers."""
    return _is_address(urlsplit(f"//{name}").hostname or "")


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _matches(host: str, port: int, entry: str) -> bool:
    known = urlsplit(f"//{entry.removeprefix('*.')}")
    if port != (known.port or HTTPS) or not known.hostname:
        return False
    return host.endswith(f".{known.hostname}") if entry.startswith("*.") else host == known.hostname
