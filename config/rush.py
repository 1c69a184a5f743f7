"""A rush: so many requests are worked on in a process, so many more wait for a moment, all others are told at
once to come back (503 with Retry-After), so that nothing piles up.

It stands around the whole application, where a refusal needs neither the database nor a template. A request
counts only once its body is there, and one that waits for something outside steps aside
(cases.lib.admission), so that neither slow lines nor slow files hold a place. gunicorn queues without a bound
whatever exceeds its threads, so it has to have some to spare (config.server).
"""

import os
import time
from collections.abc import Callable, Iterable, Iterator
from http import HTTPStatus
from pathlib import Path
from threading import BoundedSemaphore
from typing import IO, Any

from prometheus_client import Counter, Gauge

from cases.lib.admission import admitted
from config.arrivals import MOST_BODY, Unacceptable, is_late, spool
from config.watching import troubles

AT_ONCE = int(os.environ.get("REQUESTS_AT_ONCE") or 6)
WAITING = int(os.environ.get("REQUESTS_WAITING") or 16)
LONGEST_WAIT = float(os.environ.get("REQUESTS_LONGEST_WAIT") or 3)  # seconds
# So many more may wait for what was sent to be judged, or for the like: their places are others'.
ASIDE = int(os.environ.get("REQUESTS_ASIDE") or 8)
RETRY_AFTER = 10  # seconds
# What a monitor asks, and what costs nothing.
EXEMPT = ("/healthz", "/readyz", "/metrics", "/static/")
CHUNK = 64 * 1024
PAGES = {503: "rush.html", 413: "too_large.html"}
ERROR_PAGES = Path(__file__).resolve().parent.parent / "templates" / "errors"
SHED = Counter("raprueang_shed_requests", "Requests refused in a rush", ["reason"])
IN_ASIDE = Gauge("raprueang_requests_aside", "Requests that have stepped aside", multiprocess_mode="livesum")
IN_WORK = Gauge("raprueang_requests_in_work", "Requests worked on", multiprocess_mode="livesum")
IN_WAIT = Gauge("raprueang_requests_waiting", "Requests that wait", multiprocess_mode="livesum")
Environ = dict[str, Any]
Start = Callable[..., Any]
Application = Callable[[Environ, Start], Iterable[bytes]]


class Gate:
    """A WSGI application that lets `at_once` requests into another one, and `waiting` more after at most
    `longest_wait` seconds each; `aside` of them may step aside. A place is free again when the answer has
    been sent."""

    def __init__(
        self,
        application: Application,
        *,
        at_once: int = AT_ONCE,
        waiting: int = WAITING,
        longest_wait: float = LONGEST_WAIT,
        aside: int = ASIDE,
    ) -> None:
        self.application, self.longest_wait = application, longest_wait
        self.places, self.chairs = BoundedSemaphore(at_once), BoundedSemaphore(waiting)
        self.aside = BoundedSemaphore(aside)

    def __call__(self, environ: Environ, start_response: Start) -> Iterable[bytes]:
        """The application's answer, or the refusal."""
        if environ.get("PATH_INFO", "").startswith(EXEMPT):
            return self.application(environ, start_response)
        try:
            body = _received(environ)
        except Unacceptable as refused:
            SHED.labels({413: "large", 408: "slow"}.get(refused.status, "broken")).inc()
            return _refused(environ, start_response, refused.status)
        except OSError:
            SHED.labels("disk").inc()
            troubles.count(troubles.What.SHED)
            return _refused(environ, start_response, 503)
        if reason := self._kept_out():
            SHED.labels(reason).inc()
            troubles.count(troubles.What.SHED)
            body.close()
            return _refused(environ, start_response, 503)
        place = _Place(self, body)
        try:
            with admitted(place.step_aside):
                answer = self.application({**environ, "wsgi.input": body}, start_response)
            return _Answer(answer, place.leave)
        except BaseException:
            place.leave()
            raise

    def _kept_out(self) -> str:
        """Take a place, and if need be wait for one; otherwise why not: `full` or `late`."""
        if self.places.acquire(blocking=False):
            return ""
        if not self.chairs.acquire(blocking=False):
            return "full"
        IN_WAIT.inc()
        try:
            return "" if self.places.acquire(timeout=self.longest_wait) else "late"
        finally:
            IN_WAIT.dec()
            self.chairs.release()


class _Place:
    """What a request holds while it is worked on: one of the places, or, once it has stepped aside, one of
    those; and its body."""

    def __init__(self, gate: Gate, body: IO[bytes]) -> None:
        self.body, self.held, self.gauge = body, gate.places, IN_WORK
        self.other = gate.aside
        self.gauge.inc()

    def step_aside(self) -> bool:
        """Let somebody else have the place; False where too many have done so."""
        if self.held is self.other:
            return True
        if not self.other.acquire(blocking=False):
            return False
        self.leave(closing=False)
        self.held, self.gauge = self.other, IN_ASIDE
        self.gauge.inc()
        return True

    def leave(self, *, closing: bool = True) -> None:
        """Give back what is held."""
        self.gauge.dec()
        self.held.release()
        if closing:
            self.body.close()


class _Answer:
    """The body of an answer; `done` is called once, when the server closes it."""

    def __init__(self, body: Iterable[bytes], done: Callable[[], None]) -> None:
        self.body, self.done = body, done

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.body)

    def close(self) -> None:
        """The server has sent everything, or the reader has gone."""
        done, self.done = self.done, _nothing
        try:
            getattr(self.body, "close", _nothing)()
        finally:
            done()


def _nothing() -> None:
    """Nothing is left to do."""


def _received(environ: Environ) -> IO[bytes]:
    """The body, whole. Raises Unacceptable for one that is too large, comes too slowly or breaks off, and
    OSError where there is no room to keep it."""
    length = environ.get("CONTENT_LENGTH") or "0"
    left = int(length) if length.isascii() and length.isdigit() else 0
    if left > MOST_BODY:
        raise Unacceptable(413)
    body = spool()
    try:
        _read(environ["wsgi.input"] if left else None, body, left)
    except BaseException:
        body.close()
        raise
    body.seek(0)
    return body


def _read(source: Any, body: IO[bytes], left: int) -> None:
    since, received = time.monotonic(), 0
    while received < left:
        chunk = source.read(min(left - received, CHUNK))
        received += len(chunk)
        if not chunk:
            raise Unacceptable(400)
        if is_late(since=since, received=received, now=time.monotonic()):
            raise Unacceptable(408)
        body.write(chunk)


def refusal(status: int) -> tuple[list[tuple[str, str]], bytes]:
    """Headers and body of a refusal that needs nothing but the status; in Thai and English where people will
    see it."""
    page = (ERROR_PAGES / PAGES[status]).read_bytes() if status in PAGES else b""
    body = page or HTTPStatus(status).phrase.encode()
    headers = [
        ("Content-Type", f"text/{'html' if page else 'plain'}; charset=utf-8"),
        ("Content-Length", str(len(body))),
        ("Content-Security-Policy", "default-src 'none'"),
        ("Cache-Control", "no-store"),
    ]
    again = [("Retry-After", str(RETRY_AFTER))] if status == HTTPStatus.SERVICE_UNAVAILABLE else []
    return headers + again, body


def _refused(environ: Environ, start_response: Start, status: int) -> list[bytes]:
    headers, body = refusal(status)
    start_response(f"{status} {HTTPStatus(status).phrase}", headers)
    return [] if environ.get("REQUEST_METHOD") == "HEAD" else [body]
