"""A rush: so many requests are worked on in a process, so many more wait for a moment, all others are told at
once to come back (503 with Retry-After), so that nothing piles up.

It stands around the whole application, where a refusal needs neither the database nor a template. gunicorn
queues without a bound whatever exceeds its threads, so it has to have some to spare (config.server).
"""

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

from prometheus_client import Counter, Gauge

from config.local import BASE_DIR

AT_ONCE = int(os.environ.get("REQUESTS_AT_ONCE") or 6)
WAITING = int(os.environ.get("REQUESTS_WAITING") or 16)
LONGEST_WAIT = float(os.environ.get("REQUESTS_LONGEST_WAIT") or 3)  # seconds
RETRY_AFTER = 10  # seconds
# What a monitor asks, and what costs nothing.
EXEMPT = ("/healthz", "/readyz", "/metrics", "/static/")
# What was sent with a refused request is read before the answer, or the connection would break.
READ_AT_MOST, CHUNK = 4 * 1024 * 1024, 64 * 1024
PAGE = Path(BASE_DIR, "templates", "errors", "rush.html")
SHED = Counter("raprueang_shed_requests", "Requests refused in a rush", ["reason"])
IN_WORK = Gauge("raprueang_requests_in_work", "Requests worked on", multiprocess_mode="livesum")
IN_WAIT = Gauge("raprueang_requests_waiting", "Requests that wait", multiprocess_mode="livesum")
Environ = dict[str, Any]
Start = Callable[..., Any]
Application = Callable[[Environ, Start], Iterable[bytes]]


class Gate:
    """A WSGI application that lets `at_once` requests into another one, and `waiting` more after at most
    `longest_wait` seconds each. A place is free again when the answer has been sent."""

    def __init__(
        self,
        application: Application,
        *,
        at_once: int = AT_ONCE,
        waiting: int = WAITING,
        longest_wait: float = LONGEST_WAIT,
    ) -> None:
        self.application, self.longest_wait = application, longest_wait
        self.places, self.chairs = BoundedSemaphore(at_once), BoundedSemaphore(waiting)
        self.page = PAGE.read_bytes()

    def __call__(self, environ: Environ, start_response: Start) -> Iterable[bytes]:
        """The application's answer, or the refusal."""
        if environ.get("PATH_INFO", "").startswith(EXEMPT):
            return self.application(environ, start_response)
        if reason := self._kept_out():
            SHED.labels(reason).inc()
            return self._refused(environ, start_response)
        IN_WORK.inc()
        try:
            return _Answer(self.application(environ, start_response), self._leave)
        except BaseException:
            self._leave()
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

    def _leave(self) -> None:
        IN_WORK.dec()
        self.places.release()

    def _refused(self, environ: Environ, start_response: Start) -> list[bytes]:
        _read(environ)
        headers = [
            ("Content-Type", "text/html; charset=utf-8"),
            ("Content-Length", str(len(self.page))),
            ("Content-Security-Policy", "default-src 'none'"),
            ("Cache-Control", "no-store"),
            ("Retry-After", str(RETRY_AFTER)),
        ]
        start_response("503 Service Unavailable", headers)
        return [] if environ.get("REQUEST_METHOD") == "HEAD" else [self.page]


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


def _read(environ: Environ) -> None:
    length = environ.get("CONTENT_LENGTH") or "0"
    left = min(int(length), READ_AT_MOST) if length.isdigit() else 0
    while left > 0 and (chunk := environ["wsgi.input"].read(min(left, CHUNK))):
        left -= len(chunk)
