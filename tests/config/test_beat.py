"""The beat: one leads, another takes over, and no run is forgotten."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import redis
from django.utils import timezone

from config.beat import RENEW, Timetable
from config.celery import app
from config.models import BeatLease, JobRun
from config.timetable import JOBS
from tests.servers import RedisServer

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def beats(transactional_db: None, redis_server: RedisServer) -> Iterator[list[Timetable]]:
    """Two beats, as on two machines."""
    both = [Timetable(app), Timetable(app)]
    yield both
    for beat in both:
        beat.close()


def turns(beat: Timetable) -> None:
    """Let it look at the lease again and send everything that is due."""
    beat.renew_at = 0.0
    while beat.tick() == 0:
        pass


def sent(server: RedisServer) -> int:
    with redis.Redis.from_url(server.url) as client:
        return sum(int(client.llen(queue)) for queue in ("urgent", "letters", "bulk", "jobs"))


def ran_just_now() -> None:
    now = timezone.now()
    JobRun.objects.bulk_create(JobRun(name=job.name, started_at=now, finished_at=now) for job in JOBS)


def test_only_one_of_two_beats_sends(beats: list[Timetable], redis_server: RedisServer) -> None:
    for beat in beats:
        turns(beat)
    assert [beat.leads for beat in beats] == [True, False]
    assert sent(redis_server) == len(JOBS)


def test_one_that_waits_looks_again_soon(beats: list[Timetable]) -> None:
    turns(beats[0])
    assert beats[1].tick() == RENEW


def test_the_second_takes_over_when_the_first_has_died(beats: list[Timetable]) -> None:
    turns(beats[0])
    BeatLease.objects.update(until=timezone.now() - timedelta(seconds=1))
    turns(beats[1])
    turns(beats[0])
    assert [beat.leads for beat in beats] == [False, True]


def test_the_second_takes_over_at_once_when_the_first_ends(beats: list[Timetable]) -> None:
    turns(beats[0])
    beats[0].close()
    turns(beats[1])
    assert beats[1].leads


def test_a_missed_run_is_sent_at_once(beats: list[Timetable], redis_server: RedisServer) -> None:
    ran_just_now()
    JobRun.objects.filter(name="purge_drafts").update(started_at=timezone.now() - timedelta(hours=3))
    turns(beats[0])
    assert sent(redis_server) == 1


def test_what_has_run_since_is_not_sent_again_after_the_change(
    beats: list[Timetable], redis_server: RedisServer
) -> None:
    turns(beats[0])
    ran_just_now()
    beats[0].close()
    before = sent(redis_server)
    turns(beats[1])
    assert sent(redis_server) == before
