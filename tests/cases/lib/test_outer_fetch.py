"""A file whose address a stranger names: never out of the inner network, never more than its bounds."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from cases.lib import outer_fetch
from cases.lib.outer_fetch import Forbidden, NotFetched, fetch

# Says more than it sends, and waits.
SLOW = "/slow"
ANSWERS = {
    SLOW: (200, b"a"),
    "/photo.jpg?size=1": (200, b"photo"),
    "/large": (200, b"x" * 3000),
    "/gone": (404, b""),
}


class Handler(BaseHTTPRequestHandler):
    """Answers as the test wants."""

    def do_GET(self) -> None:
        """A file, or a way elsewhere."""
        status, body = ANSWERS.get(self.path, (302, b""))
        self.send_response(status)
        if status == 302:
            self.send_header("Location", f"http://{self.headers['Host']}/photo.jpg?size=1")
        self.send_header("Content-Length", str(len(body) + (self.path == SLOW)))
        self.end_headers()
        self.wfile.write(body)
        if self.path == SLOW:
            # Until the other side has had enough.
            self.wfile.flush()
            self.connection.recv(1)

    def log_message(self, *said: object) -> None:
        """Nothing."""


@pytest.fixture(scope="module")
def host() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"localhost:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_file_comes_from_a_host_that_is_listed(host: str) -> None:
    assert fetch(f"http://{host}/photo.jpg?size=1", most=100, inside=[host]) == b"photo"


@pytest.mark.parametrize("path", ["/large", "/gone", "/elsewhere"])
def test_what_is_too_large_gone_or_somewhere_else_is_not_fetched(host: str, path: str) -> None:
    with pytest.raises(NotFetched):
        fetch(f"http://{host}{path}", most=100, inside=[host])


def test_who_is_slow_is_not_waited_for(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outer_fetch, "LONGEST", 0.2)
    with pytest.raises(NotFetched):
        fetch(f"http://{host}{SLOW}", most=100, inside=[host])


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost/x",
        "http://127.0.0.1:80/x",
        "http://2130706433/x",
        "http://0x7f.1/x",
        "http://0/x",
        "http://[::1]/x",
        "http://[::ffff:169.254.169.254]/latest/meta-data",
        "http://[64:ff9b::7f00:1]/x",
        "http://[2002:7f00:1::]/x",
        "http://169.254.169.254/latest/meta-data",
        "http://10.0.0.1/x",
        "http://192.168.1.1/x",
        "http://100.64.0.1/x",
        "http://224.0.0.1/x",
        "https://user@93.184.216.34/x",
        "http://93.184.216.34:x/",
        "http://a\nb/",
        "http://ไทย.example/x",
        "ftp://93.184.216.34/x",
        "file:///etc/passwd",
        "//93.184.216.34/x",
        "photo.jpg",
        "",
    ],
)
def test_no_address_leads_inside(host: str, url: str) -> None:
    with pytest.raises(Forbidden):
        fetch(url, most=100, inside=[host])


def test_what_is_listed_is_one_port_of_one_host(host: str) -> None:
    with pytest.raises(Forbidden):
        fetch(f"http://{host}/photo.jpg?size=1", most=100, inside=["localhost:1"])


def test_a_name_that_nobody_has_is_not_fetched() -> None:
    with pytest.raises(NotFetched):
        fetch("http://nobody.invalid/x", most=100)
