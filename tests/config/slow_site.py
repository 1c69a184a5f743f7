"""A site behind the gate whose every page takes a while, for tests with a real server."""

import time
from collections.abc import Callable, Iterable
from typing import Any

from config.rush import Gate

SECONDS = 0.3
# More than the lines of a machine hold by themselves.
LONG = 16 * 1024 * 1024


def slow(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """A page that waits for something, as for a database; /long has a long answer at once."""
    if environ["PATH_INFO"] == "/long":
        start_response("200 OK", [("Content-Length", str(LONG))])
        return [b"x" * (LONG // 16)] * 16
    if environ["PATH_INFO"] != "/healthz":
        time.sleep(SECONDS)
    start_response("200 OK", [("Content-Length", "2")])
    return [b"ok"]


application = Gate(slow)
