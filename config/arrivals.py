"""A request on its way: its bytes are put together until all of it is there, within limits of size and pace.

RFC 9112: a request ends with its head, or so many bytes later as Content-Length says. Django reads no chunked
body, so one is refused (411) rather than taken for none.
"""

import os
import re
import tempfile
from typing import IO

MOST_HEAD = 64 * 1024
# Five photos of 10 MB and what stands around them.
MOST_BODY = int(os.environ.get("REQUEST_BYTES") or 60 * 1024 * 1024)
IN_MEMORY = 256 * 1024
# Everybody has so many seconds; each further one has to be earned by so many bytes (32 kbit/s).
GRACE, PACE = 30.0, 4096
END = b"\r\n\r\n"
LENGTH = re.compile(rb"^content-length[ \t]*:[ \t]*(\d{1,15})[ \t]*\r$", re.IGNORECASE | re.MULTILINE)
CHUNKED = re.compile(rb"^transfer-encoding[ \t]*:", re.IGNORECASE | re.MULTILINE)
# Answered here; the server would do it only when a thread is there.
EXPECT = re.compile(rb"^expect[ \t]*:[ \t]*100-continue[ \t]*\r\n", re.IGNORECASE | re.MULTILINE)


class Unacceptable(Exception):
    """A request that is not waited for; `status` says why."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


def is_late(*, since: float, received: int, now: float) -> bool:
    """Whether a request that began at `since` has come too slowly so far."""
    return now - since > GRACE + received / PACE


def spool() -> IO[bytes]:
    """A place for a body: memory while it is small, then a file without a name."""
    return tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)


class Arrival:
    """One request that arrives since `now`. What comes behind it is its `rest`."""

    def __init__(self, *, now: float) -> None:
        self.since, self.received = now, 0
        self.head, self.rest = bytearray(), b""
        self.content = spool()
        # How many bytes are still to come, once the head says so.
        self.missing: int | None = None
        self.wants_word = False

    @property
    def complete(self) -> bool:
        """Whether all of it is there."""
        return self.missing == 0

    def take(self, data: bytes) -> None:
        """Take the next bytes in. Raises Unacceptable, and OSError where no room is left to keep them."""
        self.received += len(data)
        if self.missing is not None:
            return self._body(data)
        self.head += data
        # A line too many behind the last request is left out, as the standard advises.
        while self.head[:2] == b"\r\n":
            del self.head[:2]
        end = self.head.find(END)
        if end < 0 and len(self.head) > MOST_HEAD:
            raise Unacceptable(431)
        if end >= 0:
            body = bytes(self.head[end + len(END) :])
            self._begin(bytes(self.head[: end + len(END)]))
            self._body(body)
        return None

    def is_late(self, now: float) -> bool:
        """Whether it comes too slowly."""
        return is_late(since=self.since, received=self.received, now=now)

    def _begin(self, head: bytes) -> None:
        if CHUNKED.search(head):
            raise Unacceptable(411)
        lengths = {int(length) for length in LENGTH.findall(head)}
        # Two that differ are for the server to refuse, without a body.
        self.missing = lengths.pop() if len(lengths) == 1 else 0
        if self.missing > MOST_BODY:
            raise Unacceptable(413)
        self.wants_word = self.missing > 0 and bool(EXPECT.search(head))
        self.content.write(EXPECT.sub(b"", head))

    def _body(self, data: bytes) -> None:
        assert self.missing is not None
        self.content.write(data[: self.missing])
        self.rest = data[self.missing :]
        self.missing -= len(data) - len(self.rest)
