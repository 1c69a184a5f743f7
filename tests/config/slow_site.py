"""A site behind the gate whose every page takes a while, for tests with a real server."""

import time
from collections.abc import Callable, Iterable
from typing import Any

from config.rush import Gate

SECONDS = 0.3


def slow(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """A page that waits for something, as for a database."""
    if environ["PATH_INFO"] != "/healthz":
        time.sleep(SECONDS)
    start_response("200 OK", [("Content-Length", "2")])
    return [b"ok"]


application = Gate(slow)
