"""Real servers for tests, each on a free port of this machine: Redis, a mail server, a Celery worker."""

import asyncio
import os
import shutil
import socket
import subprocess
import sys
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

import pytest
import redis
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import settings
from django.db import connection

from config.celery import app

CHROMIUM_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-features=OptimizationHints,MediaRouter,Translate,AutofillServerCommunication",
]


def program(*names: str) -> str:
    """The path of the first of these programs; without any the test is skipped, or fails in the CI."""
    for name in names:
        if path := shutil.which(name):
            return path
    reason = f"this test needs the program {names[0]}, which is not installed"
    if os.environ.get("REQUIRE_SERVERS") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


def free_port() -> int:
    """A TCP port of the loopback that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(condition: Callable[[], Any], *, seconds: float = 30, what: str = "the condition") -> Any:
    """Return the first true answer of `condition`; fail the test when none comes in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if answer := condition():
            return answer
        time.sleep(0.05)
    pytest.fail(f"{what} did not come within {seconds:g} s")


class Server(ABC):
    """Something that starts on entering a `with` block and stops on leaving it, even when starting failed."""

    @abstractmethod
    def start(self) -> None:
        """Start, and return when it answers."""

    @abstractmethod
    def stop(self) -> None:
        """Stop; nothing happens when it is not running."""

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


class RedisServer(Server):
    """A `redis-server` of one's own, that keeps nothing on the disk; it can be stopped and come back."""

    def __init__(self) -> None:
        self.path = program("redis-server")
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, empty, and wait until it answers."""
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        self.process = subprocess.Popen([self.path, *options], stdout=subprocess.DEVNULL, cwd="/")
        wait_for(self._answers, what="Redis")

    def stop(self) -> None:
        """End it without a word to its clients, as a crash would."""
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None

    def _answers(self) -> bool:
        with redis.Redis.from_url(self.url) as client:
            try:
                return bool(client.ping())
            except redis.ConnectionError:
                return False


class MailServer(Server):
    """An SMTP server that keeps what it accepts, and can refuse, stop and come back on the same port."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"smtp://127.0.0.1:{self.port}"
        self.messages: list[EmailMessage] = []
        self.refused = 0
        self.answer = ""
        # Seconds that it takes for each letter.
        self.pause = 0.0
        self._controller: Controller | None = None

    def start(self) -> None:
        """Listen; nothing happens when it does already."""
        if self._controller is None:
            self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
            self._controller.start()

    def stop(self) -> None:
        """Stop listening: connections are refused until `start`."""
        if self._controller is not None:
            self._controller.stop()
            self._controller = None

    def begin_anew(self) -> None:
        """Listen and accept, with no letter yet."""
        self.start()
        self.messages, self.refused, self.answer, self.pause = [], 0, "", 0.0

    def refuse(self, answer: str = "450 4.3.2 Try again later") -> None:
        """Answer every letter with this line, until `accept`. 4xx: try later; 5xx: never."""
        self.answer = answer

    def accept(self) -> None:
        """Accept letters again."""
        self.answer = ""

    def sent_to(self, address: str) -> list[EmailMessage]:
        """The accepted letters to this address, in the order they came."""
        return [letter for letter in self.messages if letter["X-Envelope-To"] == address]

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Keep the letter, or refuse it as wished (aiosmtpd calls this)."""
        await asyncio.sleep(self.pause)
        if self.answer:
            self.refused += 1
            return self.answer
        letter = message_from_bytes(envelope.content or b"", policy=policy.default)  # type: ignore[arg-type]
        letter["X-Envelope-To"] = ", ".join(envelope.rcpt_tos)
        self.messages.append(letter)
        return "250 2.0.0 Accepted"


class Program(Server):
    """A program of ours as a machine of its own runs it, on the test's database; it can be killed with all
    its children."""

    def __init__(self, command: Iterable[str], *, folder: Path, environment: Mapping[str, str]) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.log = folder / "log"
        self.command = [sys.executable, "-m", *command]
        self.environment = environment
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                env=self.environment,
                cwd=settings.BASE_DIR,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def stop(self) -> None:
        """End it and its children at once, as a power cut would."""
        if self.process:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, 9)
            self.process.wait()
            self.process = None

    @staticmethod
    def environment_for(*, redis_url: str, mail_url: str) -> Mapping[str, str]:
        """This process's environment, with the test's database, this Redis and this mail server."""
        address = urlsplit(os.environ["DATABASE_URL"])
        return os.environ | {
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DATABASE_URL": address._replace(path=f"/{connection.settings_dict['NAME']}").geturl(),
            "REDIS_URL": redis_url,
            "EMAIL_URL": mail_url,
        }


class Worker(Program):
    """A `celery worker` with its own beat; it can be killed and started again."""

    def __init__(
        self, *, redis_url: str, mail_url: str, folder: Path, name: str = "worker", processes: int = 2
    ) -> None:
        self.name = f"{name}@{socket.gethostname()}"
        command = ["celery", "-A", "config", "worker", "--beat", f"--concurrency={processes}"]
        command += ["--loglevel=WARNING", "--without-mingle", f"--hostname={self.name}"]
        environment = self.environment_for(redis_url=redis_url, mail_url=mail_url)
        super().__init__(command, folder=folder, environment=environment)

    def start(self) -> None:
        """Start it and wait until it takes tasks."""
        super().start()
        wait_for(self._answers, seconds=60, what="the Celery worker")

    def _answers(self) -> bool:
        if self.process is None or self.process.poll() is not None:
            pytest.fail(f"the Celery worker ended: {self.log.read_text()[-2000:]}")
        # A connection of its own: the pool's may be of a Redis that has ended since.
        with app.connection_for_read() as broker:
            return bool(app.control.ping([self.name], timeout=0.5, connection=broker))

    def stop(self) -> None:
        """Let it finish what it has begun, then end it."""
        if self.process:
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.kill()
            self.process = None

    def kill(self) -> None:
        """End it as a power cut would."""
        super().stop()
