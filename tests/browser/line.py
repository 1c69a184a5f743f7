"""The line between a browser and the site, which can be cut: before a form, in it, or before the answer."""

import socket
import threading
from contextlib import suppress
from urllib.parse import urlsplit

PIECE = 65536


class Line:
    """A relay on a port of its own. Cut, it takes nobody. `cut_form(after)` cuts it when so many bytes of the
    next form have gone through, `cut_answer()` when a form has arrived and before its answer is back."""

    def __init__(self, site: str, form: bytes) -> None:
        there = urlsplit(site)
        assert there.hostname
        self._site, self._form = (there.hostname, there.port or 80), form
        self._open = True
        self._left: int | None = None
        self._loses_answer = False
        self._ends: set[socket.socket] = set()
        self._door = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://localhost:{self._door.getsockname()[1]}"
        threading.Thread(target=self._wait, daemon=True).start()

    def cut(self) -> None:
        """Nobody gets through any more."""
        self._open = False
        for end in list(self._ends):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def mend(self) -> None:
        """Everybody gets through again."""
        self._left, self._loses_answer, self._open = None, False, True

    def cut_form(self, after: int) -> None:
        """Cut in the middle of the next form."""
        self._left = after

    def cut_answer(self) -> None:
        """Cut when the next form has arrived."""
        self._loses_answer = True

    def close(self) -> None:
        """The end of it."""
        self.cut()
        self._door.close()

    def _wait(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._door.accept()
                threading.Thread(target=self._carry, args=(client,), daemon=True).start()

    def _carry(self, client: socket.socket) -> None:
        with client:
            if not self._open:
                return
            with suppress(OSError), socket.create_connection(self._site) as server:
                self._ends |= {client, server}
                sent = threading.Event()
                back = threading.Thread(target=self._back, args=(server, client, sent), daemon=True)
                back.start()
                self._forth(client, server, sent)
                back.join()
            self._ends -= {client}

    def _forth(self, client: socket.socket, server: socket.socket, sent: threading.Event) -> None:
        is_form = False
        with suppress(OSError):
            while piece := client.recv(PIECE):
                is_form = is_form or piece.startswith(b"POST " + self._form)
                if is_form and self._left is not None:
                    server.sendall(piece[: self._left])
                    self._left -= len(piece[: self._left])
                    if self._left == 0:
                        self.cut()
                    continue
                if is_form and self._loses_answer:
                    sent.set()
                server.sendall(piece)
        with suppress(OSError):
            server.shutdown(socket.SHUT_WR)

    def _back(self, server: socket.socket, client: socket.socket, sent: threading.Event) -> None:
        with suppress(OSError):
            while piece := server.recv(PIECE):
                if sent.is_set():
                    self.cut()
                    return
                client.sendall(piece)
        with suppress(OSError):
            client.shutdown(socket.SHUT_RDWR)
