"""Redis with sentinels: the master dies, another takes over, and no letter is lost."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import redis
from django.core.cache import caches
from django.db import connection
from pytest_django import Settings

from config import broker, health
from config.celery import app
from notifications.models import Notice, State
from tests.conftest import _use_broker
from tests.faults.conftest import OddMailServer, Write, copies
from tests.scaling.sentinels import MASTER, Watched
from tests.servers import Worker, wait_for

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def watched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Iterator[Watched]:
    """The sentinels, and this process as their client."""
    monkeypatch.setenv("REDIS_MASTER", MASTER)
    before = dict(app.conf.broker_transport_options)
    with Watched(tmp_path) as servers:
        settings.REDIS_URL = servers.url
        settings.CACHES = {"default": broker.cache(servers.url)}
        app.conf.broker_transport_options = {**before, **broker.transport_options()}
        _use_broker(servers.url)
        yield servers
        _use_broker("memory://localhost/")
        app.conf.broker_transport_options = before


@pytest.fixture
def worker(watched: Watched, mail: OddMailServer, tmp_path: Path, transactional_db: None) -> Iterator[Worker]:
    """A worker that finds its Redis through the sentinels."""
    with Worker(redis_url=watched.url, mail_url=mail.url, folder=tmp_path) as found:
        yield found
        found.kill()


def cached() -> bool:
    """Whether the cache can be written and read."""
    try:
        caches["default"].set("trial", "kept", 60)
        return bool(caches["default"].get("trial") == "kept")
    except redis.RedisError:
        return False


def supervised(worker: Worker) -> bool:
    """What systemd does: a worker that has ended with its Redis is started again."""
    if worker.process and worker.process.poll() is not None:
        worker.start()
    return True


def settled() -> bool:
    """Whether no letter is on its way any more."""
    return not Notice.objects.unsettled().exists()


def test_the_master_dies_and_no_letter_is_lost(
    watched: Watched, worker: Worker, mail: OddMailServer, write: Write, figure: Callable[[str], None]
) -> None:
    assert cached()
    assert health.broker_finding().ok
    mail.seconds = 0.05
    write(100)
    wait_for(lambda: len(mail.messages) > 5, what="the first letters")
    watched.kill_master()
    killed = time.monotonic()
    write(50)
    slow = time.monotonic() - killed
    wait_for(cached, seconds=60, what="the new master")
    took = time.monotonic() - killed
    assert health.broker_finding().ok
    write(50)
    wait_for(lambda: supervised(worker) and settled(), seconds=120, what="the last letter")
    assert set(Notice.objects.values_list("state", flat=True)) == {State.SENT}
    assert len(copies(mail)) == Notice.objects.count()
    figure(f"Redis' master killed: the cache writes again after {took:.0f} s; 200 letters, none lost,")
    figure(f"  {copies(mail).total() - len(copies(mail))} copies; 50 written meanwhile took {slow:.1f} s")
    connection.close()
