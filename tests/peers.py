"""Services that speak HTTP, on a free port: they keep what they are asked and answer as told."""

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

from tests.servers import Server

Reply = tuple[int, dict[str, str], Any]


@dataclass
class Asked:
    """One request that came."""

    path: str
    headers: dict[str, str]
    body: str

    @property
    def form(self) -> dict[str, str]:
        """Its form."""
        return {name: values[0] for name, values in parse_qs(self.body).items()}

    @property
    def json(self) -> Any:
        """Its JSON."""
        return json.loads(self.body)


class Peer(Server):
    """Answers every request by `reply`: status, headers and body, or a function of the request that says
    them. One that hangs keeps silent until it stops."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.reply: Reply | Callable[[Asked], Reply] = (200, {}, {})
        self.over = threading.Event()
        self.silent = False

    def answer(self, status: int, body: Any = None, **headers: str) -> None:
        """Say this from now on; `Retry_After="7"` is the header Retry-After."""
        self.silent = False
        self.reply = (status, {name.replace("_", "-"): value for name, value in headers.items()}, body)

    def hang(self) -> None:
        """Take requests and say nothing."""
        self.silent = True

    def start(self) -> None:
        """Listen."""
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def stop(self) -> None:
        """Stop listening."""
        self.over.set()
        self._server.shutdown()
        self._server.server_close()


def _handler(peer: Peer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode(
                errors="surrogateescape"
            )
            asked = Asked(self.path, dict(self.headers), body)
            peer.asked.append(asked)
            if peer.silent:
                peer.over.wait(30)
                return
            status, headers, answer = peer.reply(asked) if callable(peer.reply) else peer.reply
            said = b"" if answer is None else json.dumps(answer).encode()
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(said))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(said)

        do_GET = do_POST  # noqa: N815

        def log_message(self, *_: object) -> None:
            """Silent."""

    return Handler
