"""Two machines with a beat: one leads; when it is cut off, the other goes on, and sends nothing twice."""

import json
import threading
import time
from ast import literal_eval
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest
import redis
from django.db import connection
from django.db.models.functions import Now

from config.beat import LEASE, RENEW
from config.models import JobRun
from config.timetable import JOBS
from tests.scaling.machines import Beat
from tests.servers import RedisServer, wait_for

pytestmark = pytest.mark.django_db(transaction=True)
QUEUES = ("urgent", "letters", "bulk", "jobs")
SWEEPS = {job.args: job.name for job in JOBS if job.name.startswith("sweep")}


class Clerk:
    """Takes the tasks as a worker would, runs none, and keeps when each came."""

    def __init__(self, server: RedisServer) -> None:
        self.came: defaultdict[str, list[float]] = defaultdict(list)
        self.server, self.over = server, threading.Event()
        self.thread = threading.Thread(target=self._take)

    def _take(self) -> None:
        with redis.Redis.from_url(self.server.url) as client:
            while not self.over.is_set():
                if found := client.brpop(QUEUES, timeout=1):
                    self._keep(json.loads(found[1])["headers"])
        connection.close()

    def _keep(self, headers: dict[str, str]) -> None:
        plain = next((job.name for job in JOBS if job.task == headers["task"]), "")
        name = SWEEPS[tuple(literal_eval(headers["argsrepr"]))] if plain in SWEEPS.values() else plain
        self.came[name].append(time.monotonic())
        JobRun.objects.update_or_create(name=name, defaults={"started_at": Now()})


@pytest.fixture
def clerk(redis_server: RedisServer) -> Iterator[Clerk]:
    """Somebody who takes the tasks."""
    found = Clerk(redis_server)
    found.thread.start()
    yield found
    found.over.set()
    found.thread.join()


def test_the_second_beat_takes_over_and_nothing_is_sent_twice(
    redis_server: RedisServer, clerk: Clerk, tmp_path: Path, figure: Callable[[str], None]
) -> None:
    one, two = (Beat(tmp_path / name, redis_url=redis_server.url) for name in ("one", "two"))
    with one, two:
        wait_for(lambda: one.leads or two.leads, seconds=60, what="a leader")
        time.sleep(25)
        first, second = (one, two) if one.leads else (two, one)
        assert not second.leads
        first.stop()
        cut = time.monotonic()
        wait_for(lambda: second.leads, seconds=LEASE + 2 * RENEW, what="the second leader")
        took = time.monotonic() - cut
        time.sleep(15)
    sweeps = {name: clerk.came[name] for name in SWEEPS.values()}
    gaps = [later - earlier for came in sweeps.values() for earlier, later in pairwise(came)]
    assert min(gaps) > 8
    assert all(len(clerk.came[job.name]) <= 3 for job in JOBS if job.name not in sweeps)
    figure(f"the leading beat cut off: the other leads after {took:.0f} s")
    figure(f"sweeps every 10 s, by two beats: gaps from {min(gaps):.0f} to {max(gaps):.0f} s, none double")
