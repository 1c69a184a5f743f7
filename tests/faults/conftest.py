"""A town whose parts fail: a mail server with bad habits, killed workers, a PostgreSQL that restarts."""

import asyncio
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import settings
from django.db import connection
from django.utils import timezone

from cases.events import Actor, Kind, record
from cases.models import Case
from config.demo import embedded
from notifications.models import Notice
from tests.servers import MailServer, Program, RedisServer, Worker, wait_for

PASSWORD = "8765 4321 0987"
# In seconds, longer than the slow habit. A lease is ten times as long: what a killed worker held comes back.
MAIL_TIMEOUT = 3
Write = Callable[..., list[Notice]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """They take minutes: `make faults` runs them, `make test` does not."""
    for item in items:
        if "tests/faults" in str(item.path):
            item.add_marker(pytest.mark.faults)
            item.add_marker(pytest.mark.timeout(900))


_figures: list[str] = []


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What was measured, after the tests: the figures of docs/notices.md."""
    if _figures:
        terminalreporter.section("figures")
        for line in _figures:
            terminalreporter.write_line(line)


@pytest.fixture
def figure() -> Callable[[str], None]:
    """Keep one line for the end of the run."""
    return _figures.append


class OddMailServer(MailServer):
    """Answers by the reader's name: `slow-3@…` waits two seconds, `grey-3@…` is refused the first time …"""

    def __init__(self) -> None:
        super().__init__()
        self.seconds = 0.0
        self.seen: Counter[str] = Counter()

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Keep the letter as a sane server does, or do what the reader's name says."""
        reader = envelope.rcpt_tos[0]
        habit = reader.partition("-")[0]
        self.seen[reader] += 1
        await asyncio.sleep(2 if habit == "slow" else self.seconds)
        if habit == "grey" and self.seen[reader] == 1:
            return "450 4.2.0 Greylisted"
        if habit == "closing" and self.seen[reader] == 1:
            return "421 4.3.2 Closing"
        if habit == "unknown":
            return "550 5.1.1 Unknown"
        if habit == "cut" and self.seen[reader] == 1:
            assert server.transport is not None
            server.transport.close()
            return "250 never heard"
        answer = await super().handle_DATA(server, session, envelope)
        if habit == "mute" and self.seen[reader] == 1:
            # Accepted, and the answer comes when nobody waits for it any more.
            await asyncio.sleep(2 * MAIL_TIMEOUT)
        return answer


@pytest.fixture
def mail() -> Iterator[OddMailServer]:
    """The odd mail server, listening."""
    with OddMailServer() as server:
        yield server


@pytest.fixture
def processes() -> int:
    """How many letters a worker has under way at once."""
    return 2


@pytest.fixture
def workers(
    transactional_db: None,
    redis_server: RedisServer,
    mail: OddMailServer,
    tmp_path: Path,
    processes: int,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[list[Worker]]:
    """Two workers, each with a beat, on that Redis, that mail server and this database."""
    monkeypatch.setenv("EMAIL_TIMEOUT", str(MAIL_TIMEOUT))
    monkeypatch.setenv("EMAIL_ANSWER_TIMEOUT", str(MAIL_TIMEOUT))
    folders = [tmp_path / "one", tmp_path / "two"]
    both = []
    for folder in folders:
        servers = {"redis_url": redis_server.url, "mail_url": mail.url}
        both.append(Worker(**servers, folder=folder, name=folder.name, processes=processes))
    for worker in both:
        worker.start()
    yield both
    for worker in both:
        worker.kill()


@pytest.fixture
def write(case: Case) -> Write:
    """Write so many letters with a new password, to readers with this habit."""

    def written(count: int, habit: str = "plain") -> list[Notice]:
        known = set(Notice.objects.values_list("pk", flat=True))
        for number in range(count):
            case.email = f"{habit}-{number}@citizen.example"
            record(case, Kind.PASSWORD_CHANGED, actor=Actor.CITIZEN, now=timezone.now(), secret=PASSWORD)
        return list(Notice.objects.exclude(pk__in=known))

    return written


@pytest.fixture
def command(
    transactional_db: None, mail: OddMailServer, monkeypatch: pytest.MonkeyPatch
) -> Iterator[subprocess.Popen[bytes]]:
    """`manage.py work`: the whole timetable in one process, without Redis."""
    environment = Program.environment_for(redis_url="", mail_url=mail.url)
    process = subprocess.Popen(
        [sys.executable, "manage.py", "work"],
        cwd=settings.BASE_DIR,
        env=environment,
        stdout=subprocess.DEVNULL,
    )
    yield process
    process.terminate()
    process.wait(20)


def wait_until_settled(*, seconds: float = 240) -> None:
    """Until no letter is on its way any more; the database may have been away."""
    wait_for(lambda: not _unsettled(), seconds=seconds, what="the last letter")


def _unsettled() -> bool:
    try:
        return Notice.objects.unsettled().exists()
    except Exception:
        connection.close()
        return True


def copies(mail: MailServer) -> Counter[str]:
    """How often each letter arrived, by its Message-ID."""
    return Counter(str(letter["Message-ID"]) for letter in mail.messages)


def children(worker: Worker) -> list[psutil.Process]:
    """The processes of a worker that do the work."""
    if worker.process is None:
        return []
    with suppress(psutil.NoSuchProcess):
        return psutil.Process(worker.process.pid).children()
    return []


def restart_postgres() -> None:
    """Stop the test's PostgreSQL, whoever is connected, and start it again."""
    home = Path(os.environ["TEST_HOME"]) / "postgres"
    connection.close()
    embedded._run("pg_ctl", "stop", "-w", "-m", "fast", "-D", str(home / "data"))
    embedded.start(home, durable=False)


def cpu_seconds(process: subprocess.Popen[bytes]) -> float:
    """What a process and its children have used so far."""
    found = [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)]
    times = [one.cpu_times() for one in found]
    return sum(time.user + time.system for time in times)
