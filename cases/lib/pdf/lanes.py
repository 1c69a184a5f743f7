"""The processes that make papers: one for each who waits for them, started when it is wanted.

A process ends by itself when nobody wanted a paper for a minute, and after some hundred of them, so that what
fonts and pictures have taken is given back. It knows none of our settings and secrets.
"""

import atexit
import os
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from selectors import EVENT_READ, EVENT_WRITE, DefaultSelector

from cases.errors import Busy
from cases.lib.admission import step_aside

# How long one waits for the turn, and any paper may take, or the start of a process.
PATIENCE, LONGEST = 15.0, 120.0
PAPERS = 200
BASE = Path(__file__).resolve().parents[3]
LENGTH = struct.Struct(">I")
READY, MADE = b"R", b"M"
PASSED_ON = (
    "PATH",
    "HOME",
    "LANG",
    "TMPDIR",
    "PYTHONPATH",
    "XDG_CACHE_HOME",
    "FONTCONFIG_FILE",
    "FONTCONFIG_PATH",
)


class Unavailable(Exception):
    """This machine cannot make this PDF: Pango is not installed, or time or memory do not suffice."""


class Child:
    """One process that makes papers, one after the other. Use it from one thread at a time."""

    def __init__(self, longest: float) -> None:
        self.longest = longest
        environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        self.owner, self.papers = os.getpid(), 0
        self.process = subprocess.Popen(
            [sys.executable, "-m", "cases.lib.pdf.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=BASE,
            env=environment,
            bufsize=0,
        )
        try:
            self.works = self._answer(time.monotonic() + LONGEST)[0] == READY
        except Unavailable:
            self.works = False

    def write(self, html: str, css: str) -> bytes:
        """The PDF. Raises Unavailable where it is not made in time, or the process ends."""
        self.papers += 1
        until = time.monotonic() + min(self.longest, LONGEST)
        try:
            for text in (html, css):
                body = text.encode(errors="replace")
                self._send(LENGTH.pack(len(body)) + body, until)
            said, paper = self._answer(until)
        except (OSError, Unavailable) as error:
            self.end()
            raise Unavailable from error
        if said != MADE:
            raise Unavailable
        return paper

    @property
    def is_usable(self) -> bool:
        """Whether it may be asked for one more paper, by this process."""
        return self.owner == os.getpid() and self.papers < PAPERS and self.process.poll() is None

    def end(self) -> None:
        """End it; a copy of it that a fork has brought belongs to somebody else."""
        if self.owner != os.getpid():
            return
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe:
                with suppress(OSError):
                    pipe.close()
        self.process.kill()
        self.process.wait()

    def _send(self, body: bytes, until: float) -> None:
        """Send it until then: a process that stands still reads nothing, and a pipe is small."""
        assert self.process.stdin
        view = memoryview(body)
        os.set_blocking(self.process.stdin.fileno(), False)
        with DefaultSelector() as selector:
            selector.register(self.process.stdin, EVENT_WRITE)
            while view:
                if not selector.select(max(0.0, until - time.monotonic())):
                    raise Unavailable
                view = view[self.process.stdin.write(view) or 0 :]

    def _answer(self, until: float) -> tuple[bytes, bytes]:
        said = self._read(1, until)
        (length,) = LENGTH.unpack(self._read(LENGTH.size, until))
        return said, self._read(length, until)

    def _read(self, length: int, until: float) -> bytes:
        assert self.process.stdout
        found = bytearray()
        with DefaultSelector() as selector:
            selector.register(self.process.stdout, EVENT_READ)
            while len(found) < length:
                if not selector.select(max(0.0, until - time.monotonic())):
                    raise Unavailable
                part = self.process.stdout.read(length - len(found))
                if not part:
                    raise Unavailable
                found += part
        return bytes(found)


class Lane:
    """A line in front of one process: one paper is made, in `longest` seconds, `waiting` more wait, all
    others are told to come back. Whoever is in the line leaves the place of a page to somebody else."""

    def __init__(self, *, waiting: int, longest: float = LONGEST) -> None:
        self.longest = longest
        self._turn = threading.Lock()
        self._chairs = threading.BoundedSemaphore(waiting + 1)
        self._child: Child | None = None
        self._works: bool | None = None
        atexit.register(self.close)

    @contextmanager
    def turn(self) -> Iterator[Child]:
        """The process, for one paper. Raises Busy when too many wait already, or it takes too long to come
        to one's turn, and Unavailable without Pango."""
        if not self._chairs.acquire(blocking=False):
            raise Busy
        try:
            if not step_aside() or not self._turn.acquire(timeout=PATIENCE):
                raise Busy
            try:
                yield self._ready()
            finally:
                self._turn.release()
        finally:
            self._chairs.release()

    def works(self) -> bool:
        """Whether papers can be made; found out once for each process."""
        if self._works is None:
            with suppress(Unavailable), self.turn():
                pass
        return bool(self._works)

    def close(self) -> None:
        """End the process, and forget whether it worked."""
        with self._turn:
            child, self._child, self._works = self._child, None, None
            if child:
                child.end()

    def _ready(self) -> Child:
        if self._works is False:
            raise Unavailable
        if self._child is None or not self._child.is_usable:
            if self._child:
                self._child.end()
            self._child = Child(self.longest)
            self._works = self._child.works
        if not self._works:
            raise Unavailable
        return self._child
