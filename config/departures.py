"""An answer on its way: what its reader does not take at once is kept, so that no thread waits for it."""

import socket
import time
from contextlib import suppress
from typing import Any

from config.arrivals import is_late, spool

AT_ONCE = 64 * 1024


class Departure:
    """Stands for a connection's socket while a thread answers. Nothing that is sent through it waits: what is
    left is kept, and goes by `send_on` when the reader is ready for more."""

    def __init__(self, sock: socket.socket) -> None:
        self.sock = sock
        self.content = spool()
        self.since = time.monotonic()
        # So many bytes of the content are there, and so many of these are sent.
        self.kept = self.sent = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self.sock, name)

    @property
    def left(self) -> int:
        """How many bytes wait for the reader."""
        return self.kept - self.sent

    def sendall(self, data: bytes) -> None:
        """Send what goes at once, and keep the rest. Raises OSError where the reader is gone, or nothing more
        can be kept."""
        gone = 0
        if not self.left:
            with suppress(BlockingIOError):
                gone = self.sock.send(data, socket.MSG_DONTWAIT)
        if gone < len(data):
            self.content.seek(self.kept)
            self.kept += self.content.write(data[gone:])

    def send_on(self) -> None:
        """Send some of what was kept. Raises OSError where the reader is gone."""
        self.content.seek(self.sent)
        with suppress(BlockingIOError):
            self.sent += self.sock.send(self.content.read(AT_ONCE), socket.MSG_DONTWAIT)

    def is_late(self, now: float) -> bool:
        """Whether it is taken too slowly."""
        return is_late(since=self.since, received=self.sent, now=now)
