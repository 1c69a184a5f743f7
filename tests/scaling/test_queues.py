"""Worker machines with queues by priority: who waits for a password does not wait for ten thousand others."""

import datetime
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.db.models import F, Max
from django.db.models.functions import Now

from cases.models import Case
from notifications.models import Audience, Notice, Priority, State
from tests.factories import CaseFactory
from tests.faults.conftest import OddMailServer
from tests.servers import RedisServer, Worker, wait_for

pytestmark = pytest.mark.django_db(transaction=True)
LETTERS, PASSWORDS = 10_000, 20
DAY = datetime.timedelta(days=1)
COPY = """
INSERT INTO notifications_notice ({names}, id, copy_of_id, address)
SELECT {names}, gen_random_uuid(), id, 'bulk-' || n || '@citizen.example'
FROM notifications_notice, generate_series(1, %s) n WHERE id = %s
"""


@pytest.fixture
def mail() -> Iterator[OddMailServer]:
    """A mail server that takes a tenth of a second for each letter."""
    with OddMailServer() as server:
        server.seconds = 0.1
        yield server


@pytest.fixture
def pile(transactional_db: None, case: Case) -> None:
    """Ten thousand reminders, due since yesterday: copies of one letter to a head."""
    found = Notice.objects.exclude(audience=Audience.CITIZEN).earliest("created")
    Notice.objects.exclude(pk=found.pk).delete()
    Notice.objects.update(priority=Priority.BULK, due_at=Now() - DAY)
    fields = [str(field.column) for field in Notice._meta.concrete_fields]
    names = ", ".join(name for name in fields if name not in ("id", "copy_of_id", "address"))
    with connection.cursor() as cursor:
        cursor.execute(COPY.format(names=names), [LETTERS, found.pk])


@pytest.fixture
def machines(
    pile: None, redis_server: RedisServer, mail: OddMailServer, tmp_path: Path
) -> Iterator[list[Worker]]:
    """One worker for everything, and one for passwords and codes alone."""
    both = []
    for name in ("all", "urgent"):
        (tmp_path / name).mkdir()
        both.append(Worker(redis_url=redis_server.url, mail_url=mail.url, folder=tmp_path / name, name=name))
    both[1].command += ["-Q", "urgent"]
    with both[0], both[1]:
        yield both
        for worker in both:
            worker.kill()


def test_passwords_overtake_ten_thousand_reminders(
    machines: list[Worker], mail: OddMailServer, figure: Callable[[str], None]
) -> None:
    bulk = Notice.objects.filter(priority=Priority.BULK)
    wait_for(lambda: bulk.filter(state=State.SENT).count() > 20, seconds=60, what="the first reminders")
    for _ in range(PASSWORDS):
        CaseFactory()
        time.sleep(0.2)
    urgent = Notice.objects.filter(priority=Priority.URGENT)
    wait_for(lambda: not urgent.unsettled().exists(), seconds=60, what="the passwords")
    assert urgent.filter(state=State.SENT).count() == PASSWORDS
    longest = urgent.aggregate(wait=Max(F("sent_at") - F("created")))["wait"].total_seconds()
    left = bulk.filter(state=State.PENDING).count()
    assert left > LETTERS / 2
    figure(
        f"{PASSWORDS} passwords behind {LETTERS:,} reminders: {longest:.1f} s at most; {left:,} still waited"
    )
