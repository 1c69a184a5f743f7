"""Clocks that jump, beats that double, sweeps that meet: nothing is sent twice."""

import time
from datetime import datetime, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from pytest_django import Settings

from notifications.delivery import worker
from notifications.models import Notice, State
from tests.faults.conftest import OddMailServer, Write, copies, wait_until_settled
from tests.notifications.test_at_once import at_once
from tests.servers import Worker, wait_for

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("hours", [-1, 1])
def test_a_workers_clock_that_is_an_hour_off_changes_nothing(
    write: Write,
    mail: OddMailServer,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    hours: int,
) -> None:
    use(mail, settings)
    write(20)
    claimed = worker.claim()
    assert claimed is not None
    off = timedelta(hours=hours)
    monkeypatch.setattr(time, "time", lambda real=time.time: real() + off.total_seconds())
    monkeypatch.setattr(timezone, "now", lambda real=timezone.now: real() + off)
    assert timezone.now() - datetime.now(tz=timezone.get_current_timezone()) != timedelta(0)
    worker.deliver()
    # The lease holds by the database's clock: what is claimed is nobody else's.
    assert Notice.objects.get(pk=claimed.pk).state == State.CLAIMED
    assert set(copies(mail).values()) == {1}


def test_ten_sweeps_at_once(write: Write, mail: OddMailServer, settings: Settings) -> None:
    use(mail, settings)
    notices = write(200)
    at_once(10, lambda: call_command("sweep_notices"))
    found = copies(mail)
    assert all(found[f"<{notice.pk}@127.0.0.1>"] == 1 for notice in notices)


def test_two_beats_send_nothing_twice(workers: list[Worker], write: Write, mail: OddMailServer) -> None:
    write(100)
    wait_until_settled()
    wait_for(lambda: len(mail.messages) >= 100, what="all letters")
    assert set(copies(mail).values()) == {1}


def use(mail: OddMailServer, settings: Settings) -> None:
    """Letters of this process go to that server."""
    for name, value in {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": mail.port,
        "EMAIL_TIMEOUT": 10,
    }.items():
        setattr(settings, name, value)
