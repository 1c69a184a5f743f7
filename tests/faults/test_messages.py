"""Messages to other systems while workers are killed: none is lost, and a copy has the same `webhook-id`."""

import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db.models.functions import Now
from django.utils import timezone

from cases.events import Actor, Kind, record
from cases.models import Case, User
from notifications.models import Notice, State, WebhookHealth
from tests.factories import UserFactory
from tests.faults.conftest import OddMailServer, children
from tests.peers import Asked, Reply
from tests.servers import Worker, wait_for
from tests.webhook_receiver import Receiver, header, listening, receiving

pytestmark = pytest.mark.django_db(transaction=True)
EVENTS, KILLS = 1000, 30
CHANCE = random.Random(17)


class Odd(Receiver):
    """Takes its time, and is in trouble at every twentieth message."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.taken: Counter[str] = Counter()
        self.lock = threading.Lock()
        self.reply = self.says

    def says(self, asked: Asked) -> Reply:
        """Yes, or one of the troubles."""
        time.sleep(0.02)
        with self.lock:
            if len(self.asked) % 20 == 0:
                return CHANCE.choice([(500, {}, None), (302, {"Location": "/"}, None), (503, {}, None)])
            self.taken[header(asked, "webhook-id")] += 1
            return 204, {}, None


@pytest.fixture
def system(tmp_path: Path, settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    """Another system, in the environment of the workers and here."""
    with receiving(tmp_path, settings, monkeypatch, kind=Odd) as found:
        monkeypatch.setenv("WEBHOOK_NETWORKS", "127.0.0.1")
        monkeypatch.setenv("WEBHOOK_TIMEOUT", "2")
        yield found


def hurry() -> None:
    """Let the next attempt of every message come now."""
    Notice.objects.filter(channel="webhook", state=State.PENDING, attempts__gt=0).update(due_at=Now())
    WebhookHealth.objects.update(quiet_until=None)


def test_a_thousand_events_and_killed_workers_lose_nothing(
    system: Odd,
    workers: list[Worker],
    case: Case,
    mail: OddMailServer,
    figure: Callable[[str], None],
) -> None:
    by: User = UserFactory(username="administrator", group="administrator")
    endpoint = listening(f"{system.url}/hook", by=by)
    for _ in range(EVENTS):
        record(case, Kind.STARTED, actor=Actor.SYSTEM, now=timezone.now())
    wait_for(lambda: len(system.asked) > 20, what="the first messages")
    landed = 0
    while landed < KILLS and Notice.objects.filter(channel="webhook").unsettled().exists():
        time.sleep(CHANCE.uniform(0.05, 0.3))
        if found := [child for worker in workers for child in children(worker)]:
            CHANCE.choice(found).kill()
            landed += 1
        hurry()
    assert landed > 5, "the kills came in the middle"
    while Notice.objects.filter(channel="webhook").unsettled().exists():
        hurry()
        time.sleep(0.5)
    states = Counter(endpoint.notices.values_list("state", flat=True))
    assert states == {State.SENT: EVENTS}
    assert set(system.taken) == {str(pk) for pk in endpoint.notices.values_list("pk", flat=True)}
    twice = system.taken.total() - EVENTS
    assert twice <= KILLS
    endpoint.refresh_from_db()
    assert endpoint.active
    figure(f"{landed} kills of a worker during {EVENTS} messages: lost 0, copies {twice}")
