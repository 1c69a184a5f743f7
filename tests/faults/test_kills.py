"""Workers, Redis and PostgreSQL that die in the middle: no letter is lost, and copies are counted."""

import random
import time
from collections.abc import Callable
from subprocess import Popen

import pytest
from django.db import transaction
from django.utils import timezone

from cases.events import Actor, Kind, record
from cases.models import Case
from notifications.models import Notice, State
from tests.faults.conftest import (
    PASSWORD,
    OddMailServer,
    Write,
    children,
    copies,
    restart_postgres,
    wait_until_settled,
)
from tests.servers import RedisServer, Worker, wait_for

pytestmark = pytest.mark.django_db(transaction=True)
LETTERS, KILLS = 1000, 50
CHANCE = random.Random(50)


def assert_nothing_lost(mail: OddMailServer, *, at_most: int) -> int:
    """Every letter is sent, and at most so many arrived twice; how many did."""
    assert set(Notice.objects.values_list("state", flat=True)) == {State.SENT}
    found = copies(mail)
    assert set(found) == {f"<{pk}@127.0.0.1>" for pk in Notice.objects.values_list("pk", flat=True)}
    twice = found.total() - len(found)
    assert twice <= at_most
    return twice


def test_workers_killed_fifty_times(
    workers: list[Worker], write: Write, mail: OddMailServer, figure: Callable[[str], None]
) -> None:
    mail.seconds = 0.15
    write(LETTERS)
    wait_for(lambda: len(mail.messages) > 20, what="the first letters")
    landed = 0
    while landed < KILLS:
        time.sleep(CHANCE.uniform(0.05, 0.4))
        assert Notice.objects.unsettled().exists(), f"only {landed} kills came in the middle"
        if landed % 10 == 9:
            worker = CHANCE.choice(workers)
            worker.kill()
            worker.start()
        elif found := [child for worker in workers for child in children(worker)]:
            CHANCE.choice(found).kill()
        else:
            continue
        landed += 1
    wait_until_settled()
    twice = assert_nothing_lost(mail, at_most=KILLS)
    figure(f"{KILLS} kills of a worker during {LETTERS} letters: lost 0, copies {twice}")


def test_redis_killed_and_restarted_empty(
    workers: list[Worker], write: Write, mail: OddMailServer, redis_server: RedisServer
) -> None:
    mail.seconds = 0.02
    write(150)
    wait_for(lambda: len(mail.messages) > 5, what="the first letters")
    redis_server.stop()
    assert Notice.objects.unsettled().exists(), "the kill came in the middle"
    write(50)
    redis_server.start()
    for worker in workers:  # a supervisor restarts what ended with its broker
        worker.kill()
        worker.start()
    wait_until_settled()
    assert_nothing_lost(mail, at_most=4)


def test_without_redis_the_command_does_all_the_work(
    write: Write, mail: OddMailServer, redis_server: RedisServer, command: Popen[bytes]
) -> None:
    redis_server.stop()
    write(100)
    wait_until_settled()
    assert_nothing_lost(mail, at_most=0)


def test_postgresql_restarted(workers: list[Worker], write: Write, mail: OddMailServer) -> None:
    mail.seconds = 0.02
    write(300)
    wait_for(lambda: len(mail.messages) > 20, what="the first letters")
    before = len(mail.messages)
    restart_postgres()
    assert before < LETTERS
    wait_until_settled()
    assert_nothing_lost(mail, at_most=4)


def test_postgresql_and_redis_restarted_at_once(
    workers: list[Worker], write: Write, mail: OddMailServer, redis_server: RedisServer
) -> None:
    mail.seconds = 0.02
    write(300)
    wait_for(lambda: len(mail.messages) > 20, what="the first letters")
    redis_server.stop()
    restart_postgres()
    redis_server.start()
    for worker in workers:
        worker.kill()
        worker.start()
    wait_until_settled()
    assert_nothing_lost(mail, at_most=4)


def test_what_is_rolled_back_is_never_sent(
    workers: list[Worker], case: Case, write: Write, mail: OddMailServer
) -> None:
    wait_until_settled()
    before = len(mail.messages)
    with transaction.atomic():
        record(case, Kind.PASSWORD_CHANGED, actor=Actor.CITIZEN, now=timezone.now(), secret=PASSWORD)
        transaction.set_rollback(True)
    write(1)
    wait_until_settled()
    assert len(mail.messages) == before + 1
