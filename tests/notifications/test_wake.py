"""Waking a worker: after the commit, once for many letters, and never at the cost of a request."""

import datetime
import signal
import time
from typing import Any

import pytest
import redis
from django.db import connection, transaction
from django.db.models.functions import Now
from django.utils import timezone

from cases.events import Actor, Kind, record
from cases.models import Case, OneTimeCode
from notifications import wake
from notifications.models import Notice, Priority
from tests.factories import CaseFactory
from tests.notifications.conftest import Write
from tests.servers import RedisServer

QUEUE = "urgent"
pytestmark = pytest.mark.django_db(transaction=True)


def waiting(server: RedisServer) -> int:
    with redis.Redis.from_url(server.url) as client:
        return int(client.llen(QUEUE))


def test_a_filed_case_wakes_one_worker(transactional_db: None, redis_server: RedisServer) -> None:
    CaseFactory()
    assert waiting(redis_server) == 1
    assert not Notice.objects.filter(woken_at=None).exists()


def test_letters_that_wait_are_not_read_for_each_new_one(transactional_db: None, write: Write) -> None:
    ids = [notice.pk for notice in write(200)[:1]]
    Notice.objects.update(woken_at=timezone.now() - datetime.timedelta(hours=1))
    values: dict[str, Any] = {"ids": ids, "fresh": wake.FRESH, "least": Priority.URGENT}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("ANALYZE notifications_notice")
        cursor.execute(f"EXPLAIN {wake.STAMP}", values)
        plan = "".join(line for (line,) in cursor.fetchall())
    assert "Index Cond: (woken_at > " in plan


def test_many_letters_wake_no_more_workers_than_one(
    transactional_db: None, redis_server: RedisServer, write: Write
) -> None:
    write(50)
    assert waiting(redis_server) <= 3


def test_nobody_is_woken_for_what_was_rolled_back(
    transactional_db: None, case: Case, redis_server: RedisServer
) -> None:
    before = waiting(redis_server)
    with transaction.atomic():
        record(case, Kind.PASSWORD_CHANGED, actor=Actor.CITIZEN, now=timezone.now(), secret="1")
        transaction.set_rollback(True)
    assert waiting(redis_server) == before


def test_a_wish_for_a_password_wakes_a_worker(transactional_db: None, redis_server: RedisServer) -> None:
    OneTimeCode.objects.create(wanted="somchai@citizen.example")
    assert waiting(redis_server) == 1


def test_a_wake_up_that_was_not_answered_is_repeated(
    transactional_db: None, redis_server: RedisServer, write: Write
) -> None:
    notices = write(1)
    Notice.objects.update(woken_at=Now() - datetime.timedelta(seconds=60))
    before = waiting(redis_server)
    wake.wake_for(notices)
    assert waiting(redis_server) == before + 1


def test_with_a_dead_redis_ten_cases_are_filed_at_once(
    transactional_db: None, redis_server: RedisServer
) -> None:
    CaseFactory()
    redis_server.stop()
    for _ in range(10):
        CaseFactory()
    assert Notice.objects.filter(state="pending", audience="citizen").count() == 11


@pytest.mark.parametrize("way_to_die", ["killed", "hanging"])
def test_a_dead_redis_holds_nobody_up(
    transactional_db: None, redis_server: RedisServer, way_to_die: str
) -> None:
    assert redis_server.process is not None
    redis_server.stop() if way_to_die == "killed" else redis_server.process.send_signal(signal.SIGSTOP)
    started = time.monotonic()
    wake.wake()
    # The client's own patience, without ours, would be endless.
    assert time.monotonic() - started < 10
    assert wake._Broker.quiet_until > time.monotonic()


def test_a_dead_redis_is_asked_once_and_then_left_alone(
    transactional_db: None, redis_server: RedisServer, caplog: pytest.LogCaptureFixture
) -> None:
    redis_server.stop()
    wake.wake()
    wake.wake()
    assert caplog.text.count("No wake-up sent") == 1


def test_after_a_while_redis_is_asked_again(transactional_db: None, redis_server: RedisServer) -> None:
    redis_server.stop()
    wake.wake()
    redis_server.start()
    wake._Broker.quiet_until = time.monotonic()
    wake.wake()
    assert waiting(redis_server) == 1
