"""gunicorn's threads, but a request gets one only once all of it is there, and keeps it no longer than until
its answer is made.

gunicorn gives each connection a thread as soon as it is opened, so a few that send a byte now and then would
hold all of them, before the gate (config.rush) could say anything. Here one loop collects what arrives on all
connections, and drops what comes too slowly; where too much arrives, whoever has been arriving longest, from
the address with the most goes first. It also sends what readers do not take at once (config.departures), by
the same rules, and waits for nobody who is to close a connection.
"""

import errno
import os
import selectors
import socket
import time
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from http import HTTPStatus
from typing import Any

from gunicorn import http
from gunicorn.workers.gthread import TConn, ThreadWorker

from config.arrivals import Arrival, Unacceptable
from config.departures import Departure
from config.rush import SHED, refusal

AT_ONCE = 64 * 1024
# So many requests may be arriving in a process, so many answers may be leaving, and as many connections may
# be closing; what is kept of them may take so much room on the disk.
ARRIVING = int(os.environ.get("REQUESTS_ARRIVING") or 400)
ROOM = int(os.environ.get("REQUESTS_ROOM") or 1024 * 1024 * 1024)
# So many connections of one address are nothing out of the ordinary.
ORDINARY = 12
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
        self.departing: dict[TConn, tuple[Departure, Any]] = {}
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
        """The answer is made, and the request's room is free; what the reader has not taken yet is sent from
        here."""
        if done := self.arrived.pop(conn, None):
            self.room += done.received
            done.content.close()
        answer, conn.sock = conn.sock, conn.sock.sock
        if answer.left:
            self._depart(conn, answer, fs)
        else:
            answer.content.close()
            self._answered(conn, fs)

    def _depart(self, conn: TConn, answer: Departure, fs: Any) -> None:
        """Send the rest when the reader is ready for it."""
        try:
            conn.sock.setblocking(False)
            self.poller.register(conn.sock, selectors.EVENT_WRITE, partial(self._writable, conn))
        except (OSError, ValueError):
            # A thread that failed has closed it.
            answer.content.close()
            self._close(conn)
            return
        self.departing[conn] = answer, fs
        self.room -= answer.left
        if self.room < 0:
            self._give_up(max(self.departing, key=lambda one: self.departing[one][0].left))
        elif len(self.departing) > ARRIVING:
            self._give_up(_slowest(self.departing))

    def _writable(self, conn: TConn, sock: socket.socket) -> None:
        if conn not in self.departing:
            return
        answer, fs = self.departing[conn]
        before = answer.left
        try:
            answer.send_on()
        except OSError:
            self._give_up(conn)
            return
        self.room += before - answer.left
        if not answer.left:
            self._departed(conn)
            self._answered(conn, fs)

    def _departed(self, conn: TConn) -> None:
        answer, _fs = self.departing.pop(conn)
        self.room += answer.left
        answer.content.close()
        self.poller.unregister(conn.sock)

    def _give_up(self, conn: TConn) -> None:
        """Drop a reader who takes nothing, or too little."""
        SHED.labels("unread").inc()
        self._departed(conn)
        self.rests.pop(conn, None)
        self._close(conn)

    def _answered(self, conn: TConn, fs: Any) -> None:
        """Wait for the next request, which may have come already, or close the connection."""
        if not fs.cancelled() and fs.exception() is None and fs.result():
            super().finish_request(conn, fs)
            if self.rests.get(conn) and conn in self.keepalived_conns:
                self.on_client_socket_readable(conn, conn.sock)
                return
        else:
            self._let_go(conn)
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
        for conn in [conn for conn, (answer, _fs) in self.departing.items() if answer.is_late(now)]:
            self._give_up(conn)
        for conn in [conn for conn, until in self.leaving.items() if until < now]:
            self._leave(conn)

    def _await(self, conn: TConn) -> None:
        """Collect the next request of a connection."""
        if len(self.arriving) >= ARRIVING:
            self._refuse(_slowest(self.arriving), 503)
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

    def enqueue_req(self, conn: TConn) -> None:
        """Have a thread answer, which waits for no reader."""
        conn.sock = Departure(conn.sock)
        super().enqueue_req(conn)

    def _forget(self, conn: TConn) -> None:
        arrival = self.arriving.pop(conn)
        self.room += arrival.received
        arrival.content.close()
        self.poller.unregister(conn.sock)

    def _drop(self, conn: TConn) -> None:
        self._forget(conn)
        self._close(conn)

    def _refuse(self, conn: TConn, status: int) -> None:
        """Say why, and listen for a moment more: whoever is cut off while sending never reads an answer. A
        connection on which nothing came is closed without a word."""
        SHED.labels({413: "large", 408: "slow", 503: "arriving"}.get(status, "broken")).inc()
        silent = not self.arriving[conn].received
        self._forget(conn)
        if silent:
            self._close(conn)
            return
        with suppress(OSError):
            conn.sock.send(answer(status))
        self._let_go(conn)

    def _let_go(self, conn: TConn) -> None:
        """Send nothing more, and listen for a moment, until the other side closes as well (RFC 9112, 9.6)."""
        try:
            conn.sock.setblocking(False)
            conn.sock.shutdown(socket.SHUT_WR)
        except OSError:
            self._close(conn)
            return
        self.leaving[conn] = time.monotonic() + LINGER
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._overheard, conn))
        if len(self.leaving) > ARRIVING:
            self._leave(next(iter(self.leaving)))

    def _close(self, conn: TConn) -> None:
        self.nr_conns -= 1
        conn.close()

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
            self._close(conn)


def _slowest(among: Mapping[TConn, Any]) -> TConn:
    """Whoever has been there longest; of the address that has the most, where that is more than a browser or
    two open."""
    ((busiest, most),) = Counter(conn.client[0] for conn in among).most_common(1)
    return next(conn for conn in among if most <= ORDINARY or conn.client[0] == busiest)
