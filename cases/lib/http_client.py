"""One question to another service over HTTP: bounded in time and size, and no redirect is followed."""

import datetime
import json
import socket
import ssl
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from email.message import Message
from email.utils import parsedate_to_datetime
from http.client import HTTPException, HTTPResponse, HTTPSConnection
from typing import IO, Any
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit
from urllib.request import (
    AbstractHTTPHandler,
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPRedirectHandler,
    OpenerDirector,
    Request,
    build_opener,
)

from django.utils import timezone

from cases.text.numbers import whole_number

LARGEST = 64 * 1024


class Unanswered(OSError):
    """The service could not be reached, did not answer in time, or what it said was no HTTP."""


@dataclass(frozen=True)
class Answer:
    """What the service said: the status, its JSON (None where it was none), how many seconds to wait."""

    status: int
    body: Any = None
    retry_after: float = 0.0

    @property
    def ok(self) -> bool:
        """Whether it was a yes."""
        return 200 <= self.status < 300

    def at(self, path: str) -> Any:
        """What stands in the JSON at a path such as `list.0.id`; None where nothing does."""
        found = self.body
        for step in path.split("."):
            if isinstance(found, list) and (index := whole_number(step)) is not None:
                found = found[index] if index < len(found) else None
            else:
                found = found.get(step) if isinstance(found, dict) else None
        return found


class _Stay(HTTPRedirectHandler):
    """A redirect is an answer: whoever holds our keys does not send us elsewhere with them."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: Message, newurl: str
    ) -> None:
        """Never."""


class _Connection(HTTPSConnection):
    """Goes to the first of some addresses in numbers that answers, and asks it for the certificate of the
    host's name. It is cut when the time is over, whatever the other side still sends."""

    def __init__(self, host: str, *, to: Sequence[str], seconds: float, **options: Any) -> None:
        self._to, self._seconds, self._tls = to, seconds, ssl.create_default_context()
        super().__init__(host, context=self._tls, **options)
        self._watch: threading.Timer | None = None
        self.is_cut = False

    def connect(self) -> None:
        """Connect, and have it cut in time."""
        begun = time.monotonic()
        bare = self._reached()
        bare.settimeout(self._seconds)
        self.sock = wire = self._tls.wrap_socket(
            bare, server_hostname=self.host, do_handshake_on_connect=False
        )
        left = max(self._seconds - (time.monotonic() - begun), 0.0)
        self._watch = threading.Timer(left, self._cut, [wire])
        self._watch.daemon = True
        self._watch.start()
        wire.do_handshake()

    def _reached(self) -> socket.socket:
        """Connect, and give each address its share of the time."""
        *others, last = self._to
        for one in others:
            with suppress(OSError):
                return socket.create_connection((one, self.port), self._seconds / len(self._to))
        return socket.create_connection((last, self.port), self._seconds / len(self._to))

    def let_be(self) -> None:
        """Cut it no more."""
        if self._watch is not None:
            self._watch.cancel()

    def _cut(self, wire: socket.socket) -> None:
        self.is_cut = True
        # Past TLS, which would want to say goodbye; it may be closed already.
        with suppress(OSError):
            socket.socket.shutdown(wire, socket.SHUT_RDWR)


class _Straight(AbstractHTTPHandler):
    """Opens https addresses by such a connection."""

    https_request = AbstractHTTPHandler.do_request_

    def __init__(self, to: Sequence[str], seconds: float) -> None:
        super().__init__()
        self._to, self._seconds = to, seconds
        self.opened: list[_Connection] = []

    def https_open(self, req: Request) -> HTTPResponse:
        """Open it."""
        return self.do_open(self._connection, req)

    def _connection(self, host: str, **options: Any) -> _Connection:
        made = _Connection(host, to=self._to, seconds=self._seconds, **options)
        self.opened.append(made)
        return made


def call_at(
    addresses: Sequence[str], url: str, *, seconds: float, headers: Mapping[str, str], body: bytes
) -> Answer:
    """Post `body` to an https address at one of these addresses in numbers, past any proxy, and return what
    was answered but its text, which is not read. All of it takes so many seconds at most. Raises as
    `call`."""
    straight, opener = _Straight(addresses, seconds), OpenerDirector()
    for handler in (straight, HTTPErrorProcessor(), HTTPDefaultErrorHandler()):
        opener.add_handler(handler)
    try:
        return _asked(opener, Request(url, body, dict(headers), method="POST"), seconds, most=0)  # noqa: S310
    except Unanswered as error:
        if any(one.is_cut for one in straight.opened):
            raise Unanswered(TimeoutError.__name__) from error
        raise
    finally:
        for one in straight.opened:
            one.let_be()


def call(
    url: str,
    *,
    seconds: float,
    method: str = "POST",
    headers: Mapping[str, str] | None = None,
    form: Mapping[str, str] | None = None,
    content: Any = None,
    body: bytes | None = None,
    most: int = LARGEST,
) -> Answer:
    """Ask, with a form, with `content` as JSON or with `body` as it is, and wait so many seconds for each
    part of the answer, of which `most` bytes are read. Raises Unanswered, and ValueError for an address that
    is none."""
    if urlsplit(url).scheme not in ("http", "https"):
        raise ValueError("The address of the service is not http or https.")
    sent, content_header = body, {}
    if content is not None:
        sent, content_header = json.dumps(content).encode(), {"Content-Type": "application/json"}
    elif form is not None:
        sent, content_header = urlencode(form).encode(), {"Content-Type": "application/x-www-form-urlencoded"}
    accepted = {"Accept": "application/json", **content_header, **(headers or {})}
    # Made anew: with it the certificates that the machine trusts at this moment are read.
    opener = build_opener(_Stay)
    return _asked(opener, Request(url, sent, accepted, method=method), seconds, most=most)  # noqa: S310


def _asked(opener: OpenerDirector, request: Request, seconds: float, *, most: int) -> Answer:
    try:
        with opener.open(request, timeout=seconds) as answer:
            return _understood(answer.status, answer.headers, answer.read(most))
    except HTTPError as error:
        with error:
            return _understood(error.code, error.headers, _read(error, most))
    except HTTPException as error:
        raise Unanswered(type(error).__name__) from error
    except OSError as error:
        reason = getattr(error, "reason", error)
        raise Unanswered(getattr(reason, "strerror", None) or type(reason).__name__) from error


def _read(error: HTTPError, most: int) -> bytes:
    """The status alone decides where the rest does not come."""
    try:
        return error.read(most)
    except (OSError, HTTPException):
        return b""


def _understood(status: int, headers: Message, body: bytes) -> Answer:
    try:
        found = json.loads(body)
    except ValueError:
        found = None
    return Answer(status, found, _seconds(headers.get("Retry-After", "")))


def _seconds(typed: str) -> float:
    """Retry-After is a number of seconds or a date (RFC 9110, 10.2.3)."""
    if typed.strip().isdecimal():
        return float(typed)
    try:
        until = parsedate_to_datetime(typed)
    except ValueError:
        return 0.0
    until = until if until.tzinfo else until.replace(tzinfo=datetime.UTC)
    return max(0.0, (until - timezone.now()).total_seconds())
