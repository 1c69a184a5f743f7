"""One file from somewhere on the internet, whose address a stranger has named.

The name is resolved once, and the connection goes to that very address: no answer of the name service, and no
redirect, can lead into the inner network. Bounded in size and time.
"""

import http.client
import socket
import threading
from collections.abc import Collection
from contextlib import suppress
from typing import Any
from urllib.parse import SplitResult, quote, urlsplit

from cases.lib.inner_network import is_public

PORTS = {"http": 80, "https": 443}
# Seconds for each part of the answer, and for all of it.
PATIENCE, LONGEST = 5.0, 15.0


class NotFetched(Exception):
    """There is no such file, or not within the bounds."""


class Forbidden(NotFetched):
    """The address is none of the internet's."""


def fetch(url: str, *, most: int, inside: Collection[str] = ()) -> bytes:
    """Return what lies at an address of the internet, at most so many bytes, or at one of the hosts `inside`
    (host:port). Raises Forbidden for every other address, and NotFetched where nothing comes."""
    parts = _parts(url)
    port = parts.port or PORTS[parts.scheme]
    host = parts.hostname or ""
    address = _resolved(host, port, named=f"{host}:{port}" in inside)
    made: Any = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = made(host, port, timeout=PATIENCE)
    # As the standard library lets one choose; the certificate is still asked for by the host's name.
    connection._create_connection = lambda _named, timeout, source: socket.create_connection(address, timeout)
    timer = None
    try:
        connection.connect()
        timer = threading.Timer(LONGEST, _cut, [connection.sock])
        timer.daemon = True
        timer.start()
        connection.request("GET", _target(parts), headers={"Accept": "image/*", "User-Agent": "Rap-Rueang"})
        answer = connection.getresponse()
        if answer.status != http.client.OK:
            raise NotFetched(f"The answer was {answer.status}.")
        return _read(answer, most)
    except (OSError, http.client.HTTPException) as error:
        raise NotFetched(type(error).__name__) from error
    finally:
        if timer is not None:
            timer.cancel()
        connection.close()


def _cut(wire: socket.socket) -> None:
    """Whoever sends a letter every second is not waited for either."""
    with suppress(OSError):
        socket.socket.shutdown(wire, socket.SHUT_RDWR)


def _parts(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        _port = parts.port
    except ValueError as error:
        raise Forbidden("no address") from error
    plain = url.isprintable() and " " not in url and "@" not in parts.netloc
    if not plain or parts.scheme not in PORTS or not parts.hostname or not parts.hostname.isascii():
        raise Forbidden("no address of the web")
    return parts


def _resolved(host: str, port: int, *, named: bool) -> tuple[str, int]:
    """The address to connect to; every address of the name has to be one of the internet."""
    try:
        found = [place[0] for *_rest, place in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError) as error:
        raise NotFetched("There is no such host.") from error
    if not named and not all(is_public(str(address)) for address in found):
        raise Forbidden("an address of the inner network")
    return str(found[0]), port


def _target(parts: SplitResult) -> str:
    path = quote(parts.path or "/", safe="/%:=&?~#+!$,;'@()*[]")
    return f"{path}?{quote(parts.query, safe='/%:=&?~#+!$,;@()*[]')}" if parts.query else path


def _read(answer: http.client.HTTPResponse, most: int) -> bytes:
    body = answer.read(most + 1)
    if len(body) > most:
        raise NotFetched("It is too large.")
    if answer.length:
        raise NotFetched("It came in part.")
    return body
