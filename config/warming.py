"""What the first web process reads before it parts into others, so that no visitor waits for it.

Addresses, templates and what the first pages import stand in memory once, for all processes, and the first
page of each takes as long as the hundredth.
"""

import io
import logging
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connections
from django.template.loader import get_template
from django.urls import reverse
from django.utils import translation

log = logging.getLogger(__name__)
PAGES = ("cases:home", "cases:track", "staff:login")
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def warm(application: Application) -> None:
    """Compile all templates and ask the application for PAGES in every language; a page that cannot be given,
    as with a database that is away, is named in the log and keeps nothing from starting. Connections are
    closed: no process may inherit one."""
    try:
        for name in _templates():
            get_template(name)
        for language, _name in settings.LANGUAGES:
            for page in PAGES:
                with translation.override(language):
                    path = reverse(page)
                if (status := _status(application, path)) != "200 OK":
                    log.warning("The page %s was answered by %s before the start.", path, status)
    finally:
        connections.close_all()


def _templates() -> Iterator[str]:
    for folder in settings.TEMPLATES[0]["DIRS"]:
        for file in sorted(Path(folder).rglob("*.*")):
            if file.is_file():
                yield str(file.relative_to(folder))


def _status(application: Application, path: str) -> str:
    """The status of the answer to a visitor who asks for this path at the site's own address."""
    said: list[str] = []
    answer = application(_environ(path), lambda status, *_rest: said.append(status))
    try:
        for _part in answer:
            pass
    finally:
        getattr(answer, "close", lambda: None)()
    return said[0]


def _environ(path: str) -> dict[str, Any]:
    site, scheme = urlsplit(settings.SITE_URL), "https" if settings.HTTPS else "http"
    return {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        # A search that finds nothing: the words of the kinds are read, and the first page is whole.
        "QUERY_STRING": "q=-",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": site.netloc,
        "SERVER_NAME": site.hostname or "127.0.0.1",
        "SERVER_PORT": str(site.port or 80),
        "SERVER_PROTOCOL": "HTTP/1.1",
        # As the proxy would say it, or every page would be sent on to https.
        "HTTP_X_FORWARDED_PROTO": scheme,
        "wsgi.url_scheme": scheme,
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": io.StringIO(),
    }
