"""One question to another service over HTTP: bounded in time and size, and no redirect is followed."""

import datetime
import json
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from typing import IO, Any
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

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


def call(
    url: str,
    *,
    seconds: float,
    method: str = "POST",
    headers: Mapping[str, str] | None = None,
    form: Mapping[str, str] | None = None,
    content: Any = None,
    body: bytes | None = None,
) -> Answer:
    """Ask, with a form, with `content` as JSON or with `body` as it is, and wait so many seconds for each
    part of the answer. Raises Unanswered, and ValueError for an address that is none."""
    if urlsplit(url).scheme not in ("http", "https"):
        raise ValueError("The address of the service is not http or https.")
    sent, content_header = body, {}
    if content is not None:
        sent, content_header = json.dumps(content).encode(), {"Content-Type": "application/json"}
    elif form is not None:
        sent, content_header = urlencode(form).encode(), {"Content-Type": "application/x-www-form-urlencoded"}
    accepted = {"Accept": "application/json", **content_header, **(headers or {})}
    request = Request(url, sent, accepted, method=method)  # noqa: S310
    try:
        # Made anew: with it the certificates that the machine trusts at this moment are read.
        with build_opener(_Stay).open(request, timeout=seconds) as answer:
            return _understood(answer.status, answer.headers, answer.read(LARGEST))
    except HTTPError as error:
        with error:
            return _understood(error.code, error.headers, _read(error))
    except HTTPException as error:
        raise Unanswered(type(error).__name__) from error
    except OSError as error:
        reason = getattr(error, "reason", error)
        raise Unanswered(getattr(reason, "strerror", None) or type(reason).__name__) from error


def _read(error: HTTPError) -> bytes:
    """The status alone decides where the rest does not come."""
    try:
        return error.read(LARGEST)
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
