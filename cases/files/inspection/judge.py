"""Asks the judging process (`child`) about one file, waits its turn for so long and no longer, and bounds how
many are judged at once on this machine, whatever the number of processes that serve pages."""

import atexit
import fcntl
import json
import logging
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import IO, Any

from django.conf import settings

from cases.files.inspection.limits import WALL
from cases.files.inspection.verdicts import HEAD, Reason, Unfit, Verdict
from cases.lib.admission import step_aside

log = logging.getLogger(__name__)
# Seconds until it is one's turn, and what an answer may have at most.
PATIENCE = 10.0
MOST_ANSWER = 16 * 1024 * 1024
# How often it is looked whether another process has finished.
GLANCE = 0.02
FOLDER = "judging"
COPY_AT_ONCE = 256 * 1024


class Judge:
    """The judging process of this process, started when it is first needed."""

    def __init__(self) -> None:
        self.next, self.starting = Lock(), Lock()
        self.process: subprocess.Popen[bytes] | None = None
        self.link: socket.socket | None = None
        self.owner = 0

    def start(self) -> socket.socket:
        """The link to the judging process, which is started where there is none; a process that was split off
        from its parent starts its own."""
        with self.starting:
            if self.link and self.owner == os.getpid():
                return self.link
            mine, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            with theirs:
                self.process = subprocess.Popen(  # noqa: S603 - our own module, by our own interpreter
                    [sys.executable, "-m", "cases.files.inspection.child", str(theirs.fileno())],
                    pass_fds=[theirs.fileno()],
                    cwd=settings.BASE_DIR,
                    # A process with threads of a library could not be split off safely.
                    env={"LANG": "C.UTF-8", "PATH": os.environ.get("PATH", ""), "OPENBLAS_NUM_THREADS": "1"},
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                )
            self.link, self.owner = mine, os.getpid()
            return mine

    def stop(self, link: socket.socket | None = None) -> None:
        """End the judging process, if it is ours; with a `link`, only if that is still the one in use."""
        with self.starting:
            if self.link is None or self.owner != os.getpid() or (link and link is not self.link):
                return
            self.link.close()
            self.link, process = None, self.process
        if process:
            process.kill()
            process.wait()

    def judged(self, purpose: str, file: IO[Any]) -> Verdict:
        """What is made of a file that was sent, for `photo`, `logo`, `banner`, `paper`, `areas` or
        `points`. Raises Unfit, with the reason BUSY where too many wait. Call it outside a transaction."""
        if not step_aside():
            raise Unfit(Reason.BUSY)
        try:
            with _descriptor(file) as number, self._turn(time.monotonic() + PATIENCE):
                return _read(self._asked(purpose, number))
        except OSError as error:
            log.error("A file was not judged: %s", type(error).__name__)
            raise Unfit(Reason.BUSY) from error

    @contextmanager
    def _turn(self, until: float) -> Iterator[None]:
        """One of the turns of this machine; those of this process are given in the order of their coming."""
        if not self.next.acquire(timeout=max(0.0, until - time.monotonic())):
            raise Unfit(Reason.BUSY)
        try:
            held = _turn_of_the_machine(until)
        finally:
            self.next.release()
        try:
            yield
        finally:
            os.close(held)

    def _asked(self, purpose: str, number: int) -> bytes:
        """The answer's bytes; nothing where the process for this file was ended."""
        mine, theirs = socket.socketpair()
        with mine:
            with theirs:
                self._send(purpose, [number, theirs.fileno()])
            # The kernel ends the other side after WALL; this is for a machine that stands still.
            mine.settimeout(2 * WALL)
            return _received(mine)

    def _send(self, purpose: str, files: list[int]) -> None:
        link = self.start()
        try:
            socket.send_fds(link, [purpose.encode()], files)
        except OSError:
            log.warning("The judging process of uploads had ended; it is started again.")
            self.stop(link)
            socket.send_fds(self.start(), [purpose.encode()], files)


def _received(answer: socket.socket) -> bytes:
    parts, size = [], 0
    try:
        while (part := answer.recv(COPY_AT_ONCE)) and size < MOST_ANSWER:
            parts.append(part)
            size += len(part)
    except OSError:
        return b""
    return b"".join(parts)


def _read(answer: bytes) -> Verdict:
    """The verdict, if there is a whole one; one that never came was ended by a limit."""
    try:
        (length,) = HEAD.unpack_from(answer)
        head, body = json.loads(answer[HEAD.size : HEAD.size + length]), answer[HEAD.size + length :]
    except Exception as error:
        raise Unfit(Reason.TIME) from error
    if "reason" in head:
        raise Unfit(Reason(head["reason"]))
    cut = head["thumbnail"]
    return Verdict(head["width"], head["height"], body[cut:], body[:cut])


@contextmanager
def _descriptor(file: IO[Any]) -> Iterator[int]:
    """A file of the operating system with this content: a large upload is one already, a small one is put
    into memory that looks like one."""
    file.seek(0)
    try:
        number = file.fileno()
    except (AttributeError, OSError):
        pass
    else:
        yield number
        return
    copy = os.memfd_create("upload", os.MFD_CLOEXEC)
    try:
        with os.fdopen(copy, "wb", closefd=False) as content:
            while part := file.read(COPY_AT_ONCE):
                content.write(part)
        yield copy
    finally:
        os.close(copy)
        file.seek(0)


def _turn_of_the_machine(until: float) -> int:
    """The descriptor of one of the files that stand for the turns, locked: whoever dies gives it back."""
    folder = Path(settings.VAR_DIR, FOLDER)
    folder.mkdir(parents=True, exist_ok=True)
    while True:
        for turn in range(settings.UPLOADS_AT_ONCE):
            held = os.open(folder / f"{turn}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return held
            except BlockingIOError:
                os.close(held)
        if time.monotonic() > until:
            raise Unfit(Reason.BUSY)
        time.sleep(GLANCE)


JUDGE = Judge()
atexit.register(JUDGE.stop)
judged = JUDGE.judged
