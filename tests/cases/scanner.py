"""A virus scanner of a test's own: clamd's INSTREAM on the loopback, which can refuse, hang or be away."""

import socketserver
import struct
from threading import Event, Thread
from typing import Any

from tests.servers import Server

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class _Handler(socketserver.StreamRequestHandler):
    server: Any

    def handle(self) -> None:
        """One file: `zINSTREAM`, then pieces, then a verdict."""
        scanner: Scanner = self.server.scanner
        assert self.rfile.read(10) == b"zINSTREAM\0"
        content = b""
        while length := struct.unpack(">I", self.rfile.read(4))[0]:
            content += self.rfile.read(length)
        scanner.seen.append(content)
        scanner.may_answer.wait(30)
        for mark, answer in scanner.answers.items():
            if mark in content:
                self.wfile.write(answer)
                return
        found = EICAR in content or scanner.refuses
        self.wfile.write(scanner.answer or (b"stream: Eicar-Signature FOUND\0" if found else b"stream: OK\0"))


class Scanner(Server):
    """Finds EICAR's test file, or in everything something where it `refuses`."""

    def __init__(self) -> None:
        self.seen: list[bytes] = []
        # What it says to files that hold these bytes; nothing: it hangs up.
        self.answers: dict[bytes, bytes] = {}
        self.refuses, self.answer, self.may_answer = False, b"", Event()
        self.may_answer.set()
        self.port = 0

    @property
    def url(self) -> str:
        """What CLAMD_URL says."""
        return f"tcp://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Listen, on the same port as before."""
        socketserver.ThreadingTCPServer.allow_reuse_address = True
        server: Any = socketserver.ThreadingTCPServer(("127.0.0.1", self.port), _Handler)
        server.scanner, server.daemon_threads = self, True
        self.server = server
        self.port = self.server.server_address[1]
        Thread(target=self.server.serve_forever, args=[0.05], daemon=True).start()

    def stop(self) -> None:
        """Listen no more; what was asked gets its answer."""
        self.may_answer.set()
        self.server.shutdown()
        self.server.server_close()
