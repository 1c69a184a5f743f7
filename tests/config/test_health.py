"""Is it well: what each page says, and to whom."""

import datetime
import logging

import pytest
from django.db.models import F
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from cases.models import Case
from config import request_id
from config.models import BeatLease, JobRun
from notifications.delivery import worker
from notifications.models import Notice
from tests.factories import CaseFactory
from tests.servers import MailServer, RedisServer

HOUR = datetime.timedelta(hours=1)
TOKEN = "a-token-of-the-monitor"


@pytest.fixture
def well(db: None) -> None:
    """A beat leads and a worker has just ended a job."""
    now = timezone.now()
    BeatLease.objects.create(holder="5f0c1f0e-0000-4000-8000-000000000000", until=now + HOUR)
    JobRun.objects.create(name="sweep_urgent", started_at=now, finished_at=now, succeeded=True)


def test_the_process_answers_without_the_database(client: Client) -> None:
    assert client.get("/healthz").content == b"ok\n"


def test_all_is_well(client: Client, well: None) -> None:
    answer = client.get("/readyz?strict=1")
    assert (answer.status_code, answer.json()["status"]) == (200, "ok")


@pytest.mark.parametrize("what", ["beat", "worker", "oldest_unsent"])
def test_what_delays_letters_is_degraded_and_still_ready(
    client: Client, well: None, case: Case, what: str
) -> None:
    Notice.objects.all().delete()
    if what == "oldest_unsent":
        CaseFactory()
        Notice.objects.update(created=F("created") - HOUR, due_at=F("due_at") - HOUR)
    if what == "beat":
        BeatLease.objects.update(until=timezone.now() - HOUR)
    if what == "worker":
        JobRun.objects.update(finished_at=timezone.now() - HOUR)
    answers = [client.get(f"/readyz{strict}") for strict in ("", "?strict=1")]
    assert [answer.status_code for answer in answers] == [200, 503]
    assert [name for name, check in answers[0].json()["checks"].items() if not check["ok"]] == [what]


def test_a_dead_broker_is_degraded(
    client: Client, well: None, settings: Settings, redis_server: RedisServer
) -> None:
    settings.REDIS_URL = redis_server.url
    assert client.get("/readyz").json()["checks"]["broker"]["ok"]
    redis_server.stop()
    assert client.get("/readyz").json()["status"] == "degraded"


def test_metrics_are_not_there_without_the_token(client: Client, db: None, settings: Settings) -> None:
    assert client.get("/metrics").status_code == 404
    settings.METRICS_TOKEN = TOKEN
    assert client.get("/metrics", headers={"authorization": "Bearer wrong"}).status_code == 404


def test_metrics_count_requests_letters_and_ages(
    client: Client, well: None, case: Case, settings: Settings
) -> None:
    settings.METRICS_TOKEN = TOKEN
    client.get("/track/")
    text = client.get("/metrics", headers={"authorization": f"Bearer {TOKEN}"}).content.decode()
    assert 'raprueang_requests_total{method="GET",route="cases:track",status="200"}' in text
    assert 'raprueang_notices_unsettled{channel="email",state="pending"} 2.0' in text
    assert 'raprueang_age_seconds{of="oldest_unsent"}' in text


def test_metrics_name_no_case_and_nobody(client: Client, well: None, case: Case, settings: Settings) -> None:
    settings.METRICS_TOKEN = TOKEN
    client.get(f"/staff/cases/{case.number}/")
    text = client.get("/metrics", headers={"authorization": f"Bearer {TOKEN}"}).content.decode()
    assert case.number not in text
    assert case.last_name not in text


def test_settled_letters_are_counted_by_channel_and_outcome(
    client: Client, well: None, case: Case, settings: Settings, smtp_server: MailServer
) -> None:
    settings.METRICS_TOKEN = TOKEN
    worker.deliver()
    text = client.get("/metrics", headers={"authorization": f"Bearer {TOKEN}"}).content.decode()
    assert 'raprueang_notices_settled_total{channel="email",state="sent"}' in text


@pytest.mark.parametrize(("offered", "taken"), [("abcdef0123456789", True), ("<script>", False), ("", False)])
def test_a_request_has_an_id_and_keeps_a_well_formed_one(client: Client, offered: str, taken: bool) -> None:
    answer = client.get("/healthz", headers={"x-request-id": offered})
    assert (answer["X-Request-ID"] == offered) is taken
    assert request_id.WELL_FORMED.fullmatch(answer["X-Request-ID"])


def test_a_task_goes_on_under_the_id_of_its_request() -> None:
    headers: dict[str, str] = {}
    token = request_id.current.set("abcdef0123456789")
    request_id.send(headers=headers)
    request_id.current.reset(token)
    task = type("Task", (), {"request": headers})
    request_id.take(task=task, task_id="another-id-of-its-own")
    record = logging.LogRecord("x", logging.INFO, "", 0, "words", (), None)
    request_id.RequestIdFilter().filter(record)
    request_id.drop()
    assert record.request_id == "abcdef0123456789"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("headers", "remote", "told"),
    [
        ({}, "127.0.0.1", True),
        ({}, "::1", True),
        ({}, "203.0.113.7", False),
        ({}, "", False),
        ({"x-forwarded-for": "203.0.113.7"}, "127.0.0.1", False),
        ({"x-forwarded-for": "127.0.0.1"}, "127.0.0.1", False),
        ({"x-forwarded-proto": "https"}, "127.0.0.1", False),
        ({"authorization": f"Bearer {TOKEN}"}, "203.0.113.7", True),
        ({"authorization": "Bearer "}, "203.0.113.7", False),
        ({"authorization": "Bearer wrong"}, "203.0.113.7", False),
    ],
)
@pytest.mark.parametrize("proxies", [0, 1])
def test_strangers_learn_only_whether_it_is_ready(
    client: Client,
    well: None,
    settings: Settings,
    headers: dict[str, str],
    remote: str,
    told: bool,
    proxies: int,
) -> None:
    settings.METRICS_TOKEN, settings.TRUSTED_PROXIES = TOKEN, proxies
    answer = client.get("/readyz", headers=headers, REMOTE_ADDR=remote)
    assert answer.status_code == 200
    assert ("checks" in answer.json()) == told
    assert told or answer.json() == {"status": "ready"}


def test_without_a_token_nobody_shows_it(client: Client, well: None, settings: Settings) -> None:
    settings.METRICS_TOKEN = ""
    answer = client.get("/readyz", headers={"authorization": "Bearer "}, REMOTE_ADDR="203.0.113.7")
    assert answer.json() == {"status": "ready"}


def test_strangers_are_told_by_the_status_that_it_is_not(client: Client, db: None) -> None:
    answer = client.get("/readyz?strict=1", REMOTE_ADDR="203.0.113.7")
    assert (answer.status_code, answer.json()) == (503, {"status": "not ready"})
