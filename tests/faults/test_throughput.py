"""How fast the outbox drains, what a letter costs, and what it costs those who file meanwhile."""

import datetime
import json
import os
import smtplib
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import pytest
from django.db import transaction
from django.db.models.functions import Now
from django.test import Client

from notifications.models import Notice, State
from tests.factories import CaseFactory
from tests.faults.conftest import OddMailServer, Write, cpu_seconds
from tests.servers import Worker, free_port, wait_for

pytestmark = pytest.mark.django_db(transaction=True)
LETTERS = 10_000
# What a script without any promise does: make the letter with the standard library, and send it.
BARE = """
import json, smtplib, sys, time
from email.message import EmailMessage
said = json.load(sys.stdin)
with smtplib.SMTP("127.0.0.1", {port}) as server:
    for _ in range({count}):
        letter = EmailMessage()
        letter["From"], letter["To"] = "office@city.example", said["address"]
        letter["Subject"] = said["subject"]
        letter.set_content(said["text"])
        letter.add_alternative(said["html"], subtype="html")
        server.send_message(letter)
print(time.process_time())
"""


class Sink(OddMailServer):
    """A mail server in a process of its own, which takes everything and keeps nothing."""

    def start(self) -> None:
        """Listen."""
        self.port = self.port or free_port()
        handler = "aiosmtpd.handlers.Sink"
        command = [sys.executable, "-m", "aiosmtpd", "-n", "-c", handler, "-l", f"127.0.0.1:{self.port}"]
        self.process = subprocess.Popen(command)
        wait_for(self._answers, what="the mail server")

    def stop(self) -> None:
        """End it."""
        self.process.kill()
        self.process.wait()

    def _answers(self) -> bool:
        try:
            with smtplib.SMTP("127.0.0.1", self.port):
                return True
        except OSError:
            return False


@pytest.fixture
def mail() -> Iterator[Sink]:
    """The mail server that only takes."""
    with Sink() as server:
        yield server


@pytest.fixture
def processes() -> int:
    """Two in all: one for each worker."""
    return 1


def filing(times: int) -> float:
    """The median seconds to file a request, page and letters written."""
    seconds = []
    for _ in range(times):
        started = time.perf_counter()
        CaseFactory()
        seconds.append(time.perf_counter() - started)
    return statistics.median(seconds)


def bare_loop(mail: Sink, notice: Notice, count: int) -> float:
    """CPU seconds of one such letter in a plain smtplib loop over one connection."""
    program = BARE.format(port=mail.port, count=count)
    said = {name: getattr(notice, name) for name in ("subject", "address", "text", "html")}
    done = subprocess.run(
        [sys.executable, "-c", program], input=json.dumps(said).encode(), capture_output=True, check=True
    )
    return float(done.stdout) / count


def test_two_workers_drain_ten_thousand_letters(
    workers: list[Worker], write: Write, mail: Sink, figure: Callable[[str], None], client: Client
) -> None:
    alone = filing(40)
    with transaction.atomic():
        notices = write(LETTERS)
        Notice.objects.filter(state=State.PENDING).update(due_at=Now() + datetime.timedelta(hours=1))
    used = sum(cpu_seconds(worker.process) for worker in workers if worker.process)
    left, started = Notice.objects.unsettled().update(due_at=Now()), time.monotonic()
    wait_for(lambda: Notice.objects.filter(state=State.SENT).count() > 100, what="the first letters")
    beside = filing(40)
    assert Notice.objects.unsettled().exists(), "requests were filed during the drain"
    wait_for(lambda: not Notice.objects.unsettled().exists(), seconds=600, what="the last letter")
    seconds = time.monotonic() - started
    each = (sum(cpu_seconds(worker.process) for worker in workers if worker.process) - used) / left
    bare = bare_loop(mail, notices[0], 2000)
    figure(f"{left:,} letters by two workers: {left / seconds:.0f} a second, {os.cpu_count()} cores")
    figure(f"CPU of a letter: {each / bare:.1f} x that of a bare smtplib loop ({1000 * bare:.1f} ms)")
    figure(f"filing a request during the drain: {beside / alone:.2f} x as long as alone")
    assert Notice.objects.filter(state=State.SENT).count() == left
