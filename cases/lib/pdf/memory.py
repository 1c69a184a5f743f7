"""The papers that were made a moment ago, in the memory of each process.

A paper may hold a password, so it is never remembered on a disk or in a shared cache. It is known by what it
says, under a key that no other process has: its language, its password and each change of the case are in it.
"""

import hashlib
import hmac
import secrets
import time
from collections import OrderedDict
from threading import Lock


class Papers:
    """At most so many papers, bytes and seconds; what was asked for the longest time ago goes first."""

    def __init__(self, *, papers: int = 60, size: int = 16 * 1024 * 1024, seconds: float = 600) -> None:
        self.papers, self.size, self.seconds = papers, size, seconds
        self._secret = secrets.token_bytes(32)
        self._found: OrderedDict[bytes, tuple[bytes, float]] = OrderedDict()
        self._held = 0
        self._lock = Lock()

    def key(self, *says: str) -> bytes:
        """What a paper is known by."""
        return hmac.digest(self._secret, "\0".join(says).encode(errors="replace"), hashlib.sha256)

    def get(self, key: bytes) -> bytes | None:
        """The paper, where it is still known."""
        with self._lock:
            self._drop_old()
            if key not in self._found:
                return None
            self._found.move_to_end(key)
            return self._found[key][0]

    def put(self, key: bytes, paper: bytes) -> None:
        """Remember a paper; one that is larger than everything that may be held is not."""
        with self._lock:
            self._take(key)
            if len(paper) > self.size:
                return
            while self._found and (len(self._found) >= self.papers or self._held + len(paper) > self.size):
                self._take(next(iter(self._found)))
            self._found[key] = paper, time.monotonic() + self.seconds
            self._held += len(paper)

    def clear(self) -> None:
        """Forget all of them."""
        with self._lock:
            self._found.clear()
            self._held = 0

    def __len__(self) -> int:
        return len(self._found)

    def _take(self, key: bytes) -> None:
        paper, _until = self._found.pop(key, (b"", 0.0))
        self._held -= len(paper)

    def _drop_old(self) -> None:
        now = time.monotonic()
        for key in [key for key, (_paper, until) in self._found.items() if until <= now]:
            self._take(key)
