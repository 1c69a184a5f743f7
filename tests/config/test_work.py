"""The timetable in one process: what is due runs, once, and goes on until it is told to stop."""

import os
import signal
import subprocess
import sys
from datetime import timedelta
from io import StringIO
from urllib.parse import urlsplit

import pytest
from django.conf import settings as project
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from cases.models import Case
from config.celery import app
from config.models import JobRun
from config.timetable import JOBS
from notifications.models import Notice, State
from tests.servers import MailServer, wait_for

NAMES = [job.name for job in JOBS]


def worked() -> list[str]:
    said = StringIO()
    call_command("work", "--once", stdout=said)
    return said.getvalue().splitlines()


@pytest.fixture
def clock_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock that the schedules read stands still, so that no job's turn comes between two calls."""
    moment = app.now()
    monkeypatch.setattr(app, "now", lambda: moment)


def test_on_a_fresh_installation_every_job_runs(case: Case, smtp_server: MailServer) -> None:
    assert worked() == [f"{name}: done" for name in NAMES]
    assert not Notice.objects.unsettled().exists()


def test_what_has_just_run_does_not_run_again(db: None, smtp_server: MailServer, clock_stands: None) -> None:
    worked()
    assert worked() == []


def test_a_missed_run_is_caught_up(db: None, smtp_server: MailServer, clock_stands: None) -> None:
    worked()
    JobRun.objects.filter(name="close_resolved").update(started_at=timezone.now() - timedelta(hours=5))
    assert worked() == ["close_resolved: done"]


def test_a_job_that_fails_is_named_and_ends_no_other(
    db: None, smtp_server: MailServer, settings: Settings
) -> None:
    settings.NOTICE_RATES = {"email": "nonsense"}
    lines = worked()
    assert lines[0] == "sweep_urgent: failed: ImproperlyConfigured"
    assert lines[-1] == f"{NAMES[-1]}: done"
    assert not JobRun.objects.get(name="sweep_urgent").succeeded


@pytest.mark.django_db(transaction=True)
def test_working_goes_on_until_it_is_told_to_stop(
    transactional_db: None, case: Case, smtp_server: MailServer
) -> None:
    address = urlsplit(os.environ["DATABASE_URL"])
    database = address._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    worker = subprocess.Popen(
        [sys.executable, "manage.py", "work"],
        cwd=project.BASE_DIR,
        env=os.environ
        | {
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DATABASE_URL": database,
            "EMAIL_URL": smtp_server.url,
        },
        stdout=subprocess.DEVNULL,
    )
    try:
        wait_for(
            lambda: Notice.objects.filter(state=State.SENT).count() == 2, seconds=180, what="the letters"
        )
    finally:
        worker.send_signal(signal.SIGTERM)
        ended = worker.wait(60)
    assert ended == 0
