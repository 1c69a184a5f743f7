"""gunicorn's threads, but a request gets one only once all of it is there.

gunicorn gives each connection a thread as soon as it is opened, so a few that send a byte now and then would
hold all of them, before the gate (config.rush) could say anything. Here one loop collects what arrives on all
connections, and drops what comes too slowly; where too much arrives, whoever has been arriving longest from
the address with the most goes first.
"""

import errno
import os
import selectors
import socket
import time
from collections import Counter
from contextlib import suppress
from functools import partial
from http import HTTPStatus
from typing import Any

from gunicorn import http
from gunicorn.workers.gthread import TConn, ThreadWorker

from config.arrivals import Arrival, Unacceptable
from config.rush import SHED, refusal

AT_ONCE = 64 * 1024
# So many requests may be arriving in a process, and what has arrived may take so much room on the disk.
ARRIVING = int(os.environ.get("REQUESTS_ARRIVING") or 400)
ROOM = int(os.environ.get("REQUESTS_ROOM") or 1024 * 1024 * 1024)
# How long somebody who was refused may go on sending, so as to read the answer.
LINGER = 2.0
CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"


def answer(status: int) -> bytes:
    """The whole answer to a request that is not waited for."""
    headers, body = refusal(status)
    lines = [f"HTTP/1.1 {status} {HTTPStatus(status).phrase}", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in headers]
    return "\r\n".join([*lines, "", ""]).encode() + body


class PatientWorker(ThreadWorker):
    """Collects requests in its loop, whole, before a thread sees them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.arriving: dict[TConn, Arrival] = {}
        self.arrived: dict[TConn, Arrival] = {}
        self.rests: dict[TConn, bytes] = {}
        self.leaving: dict[TConn, float] = {}
        self.room = ROOM
        self.next_look = 0.0

    def accept(self, listener: socket.socket) -> None:
        """Let a connection in, which costs a place in the loop."""
        try:
            connection, client = listener.accept()
        except OSError as error:
            if error.errno not in (errno.EAGAIN, errno.ECONNABORTED, errno.EWOULDBLOCK):
                raise
            return
        self.nr_conns += 1
        self._await(TConn(self.cfg, connection, client, listener.getsockname()))

    def on_client_socket_readable(self, conn: TConn, client: socket.socket) -> None:
        """The next request on a connection that was kept."""
        self.poller.unregister(client)
        self.keepalived_conns.remove(conn)
        self._await(conn)

    def finish_request(self, conn: TConn, fs: Any) -> None:
        """The request is answered: its room is free, and what came behind it is the next one."""
        if done := self.arrived.pop(conn, None):
            self.room += done.received
            done.content.close()
        super().finish_request(conn, fs)
        if self.rests.get(conn) and conn in self.keepalived_conns:
            self.on_client_socket_readable(conn, conn.sock)
        else:
            self.rests.pop(conn, None)

    def murder_pending(self) -> None:
        """Drop what comes too slowly; looked at once a second."""
        super().murder_pending()
        now = time.monotonic()
        if now < self.next_look:
            return
        self.next_look = now + 1
        for conn, arrival in list(self.arriving.items()):
            if arrival.is_late(now):
                self._refuse(conn, 408)
        for conn in [conn for conn, until in self.leaving.items() if until < now]:
            self._leave(conn)

    def _await(self, conn: TConn) -> None:
        """Collect the next request of a connection."""
        if len(self.arriving) >= ARRIVING:
            self._refuse(self._slowest(), 503)
        conn.sock.setblocking(False)
        self.arriving[conn] = Arrival(now=time.monotonic())
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._readable, conn))
        if rest := self.rests.pop(conn, b""):
            self._take(conn, rest)

    def _readable(self, conn: TConn, sock: socket.socket) -> None:
        if conn not in self.arriving:
            return
        try:
            data = sock.recv(AT_ONCE)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if data:
            self._take(conn, data)
        else:
            self._drop(conn)

    def _take(self, conn: TConn, data: bytes) -> None:
        arrival = self.arriving[conn]
        self.room -= len(data)
        try:
            arrival.take(data)
        except Unacceptable as refused:
            return self._refuse(conn, refused.status)
        except OSError:
            return self._refuse(conn, 503)
        if arrival.wants_word:
            arrival.wants_word = False
            with suppress(OSError):
                conn.sock.send(CONTINUE)
        if arrival.complete:
            return self._begin(conn)
        if self.room < 0:
            self._refuse(max(self.arriving, key=lambda one: self.arriving[one].received), 503)
        return None

    def _begin(self, conn: TConn) -> None:
        """Give the request to a thread: its parser reads what was collected, and never the socket."""
        arrival = self.arriving.pop(conn)
        self.poller.unregister(conn.sock)
        self.arrived[conn] = arrival
        self.rests[conn] = arrival.rest
        arrival.content.seek(0)
        parts = iter(partial(arrival.content.read, AT_ONCE), b"")
        conn.parser = http.get_parser(self.cfg, parts, conn.client)
        conn.data_ready = True
        self.enqueue_req(conn)

    def _slowest(self) -> TConn:
        """Whoever has been arriving longest, of the address that has the most."""
        addresses = Counter(conn.client[0] for conn in self.arriving)
        busiest, _ = addresses.most_common(1)[0]
        return next(conn for conn in self.arriving if conn.client[0] == busiest)

    def _forget(self, conn: TConn) -> None:
        arrival = self.arriving.pop(conn)
        self.room += arrival.received
        arrival.content.close()
        self.poller.unregister(conn.sock)

    def _drop(self, conn: TConn) -> None:
        self._forget(conn)
        self.nr_conns -= 1
        conn.close()

    def _refuse(self, conn: TConn, status: int) -> None:
        """Say why, and listen for a moment more: whoever is cut off while sending never reads an answer. A
        connection on which nothing came is closed without a word."""
        SHED.labels({413: "large", 408: "slow", 503: "arriving"}.get(status, "broken")).inc()
        silent = not self.arriving[conn].received
        self._forget(conn)
        try:
            if not silent:
                conn.sock.send(answer(status))
                conn.sock.shutdown(socket.SHUT_WR)
        except OSError:
            silent = True
        if silent:
            self.nr_conns -= 1
            conn.close()
            return
        self.leaving[conn] = time.monotonic() + LINGER
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._overheard, conn))

    def _overheard(self, conn: TConn, sock: socket.socket) -> None:
        try:
            gone = not sock.recv(AT_ONCE)
        except BlockingIOError:
            return
        except OSError:
            gone = True
        if gone:
            self._leave(conn)

    def _leave(self, conn: TConn) -> None:
        if self.leaving.pop(conn, None) is not None:
            self.poller.unregister(conn.sock)
            self.nr_conns -= 1
            conn.close()
