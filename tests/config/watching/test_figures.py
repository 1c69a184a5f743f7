"""What is measured: each figure where all is well, where it is not, and where nothing can be known."""

import datetime
import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db.models import F
from django.utils import timezone
from pytest_django import Settings

from cases.audit import security_log
from cases.models import Case
from config.models import JobRun, Trouble, Watched
from config.watching import certificate, figures, troubles
from config.watching.checks import CHECKS
from notifications.models import ChannelHealth, Notice, WebhookEndpoint, WebhookHealth
from tests.factories import CaseFactory

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)


def stamp(settings: Settings, tmp_path: Path, **said: Any) -> None:
    settings.BACKUP_STAMP = str(tmp_path / "last.json")
    Path(settings.BACKUP_STAMP).write_text(json.dumps(said))


def test_an_empty_installation_has_a_figure_or_none_for_each_check() -> None:
    found = {check.name: check.figure() for check in CHECKS}
    assert {name for name, figure in found.items() if figure is None} == {"certificate", "disk_database"}
    assert {name for name, figure in found.items() if figure == math.inf} == {"worker", "watch", "backup"}


def test_a_letter_that_is_meant_for_later_is_not_late(case: Case) -> None:
    later = timezone.now() + HOUR
    Notice.objects.update(created=F("created") - HOUR, due_at=later)
    assert figures.outbox() == 0
    assert figures.letters_waiting() == Notice.objects.count()
    Notice.objects.update(due_at=F("created"))
    assert figures.outbox() == pytest.approx(3600, abs=60)


def test_a_job_that_is_in_no_timetable_any_more_is_no_trouble() -> None:
    JobRun.objects.create(name="gone", succeeded=False)
    assert figures.jobs() == 0
    JobRun.objects.create(name="escalate", succeeded=False)
    assert figures.jobs() == 1


def test_letters_that_failed_count_for_a_day(case: Case) -> None:
    Notice.objects.update(state="failed", secret="")
    count = Notice.objects.count()
    assert figures.letters_failed() == count > 0
    Notice.objects.update(created=timezone.now() - 25 * HOUR)
    assert figures.letters_failed() == 0


def test_a_way_fails_until_it_has_worked_again() -> None:
    row = ChannelHealth.objects.create(channel="push", failed_at=timezone.now(), last_error="410")
    assert figures.ways() == 1
    row.worked_at = timezone.now() + HOUR
    row.save()
    assert figures.ways() == 0


def test_webhooks_that_do_not_get_through_are_counted() -> None:
    one = WebhookEndpoint.objects.create(name="a", address="https://a.example", active=True, off_because="")
    health = WebhookHealth.objects.create(endpoint=one, failing_since=timezone.now())
    WebhookEndpoint.objects.create(name="b", address="https://b.example", off_because="by_hand")
    assert figures.webhooks() == 0
    health.failing_since = timezone.now() - 2 * HOUR
    health.save()
    WebhookEndpoint.objects.create(name="c", address="https://c.example", off_because="failing")
    assert figures.webhooks() == 2


@pytest.mark.parametrize(
    "said",
    [
        {},
        [],
        {"at": "yesterday", "bytes": 5},
        {"at": 5, "bytes": 5},
        {"at": "2026-01-01T00:00:00+07:00", "bytes": 0},
        {"at": "2026-01-01T00:00:00+07:00", "bytes": None},
        {"at": "2999-01-01T00:00:00+07:00", "bytes": 5},
        {"at": "2026-01-01T00:00:00+07:00"},
    ],
)
def test_a_stamp_that_says_nothing_is_no_backup(settings: Settings, tmp_path: Path, said: Any) -> None:
    stamp(settings, tmp_path)
    Path(settings.BACKUP_STAMP).write_text(json.dumps(said))
    assert figures.backup() == math.inf


def test_the_age_of_a_backup_is_told_by_its_stamp(settings: Settings, tmp_path: Path) -> None:
    stamp(settings, tmp_path, at=(timezone.now() - 2 * HOUR).isoformat(), bytes=5)
    assert figures.backup() == pytest.approx(7200, abs=60)
    utc = datetime.datetime.now(datetime.UTC).replace(tzinfo=None)
    stamp(settings, tmp_path, at=utc.isoformat(), bytes=5)
    assert figures.backup() == pytest.approx(0, abs=60)
    Path(settings.BACKUP_STAMP).write_text("[" * 100_000)
    assert figures.backup() == math.inf
    settings.BACKUP_STAMP = ""
    assert figures.backup() is None


def test_the_disk_of_the_database_is_watched_where_it_is_named(settings: Settings, tmp_path: Path) -> None:
    settings.DATABASE_DISK = str(tmp_path)
    assert (figures.disk_database() or 0) > 0
    settings.DATABASE_DISK = str(tmp_path / "nowhere")
    assert figures.disk_database() is None


def test_failed_log_ins_count_for_an_hour(rf: Any) -> None:
    Kind = security_log.Kind  # noqa: N806
    for kind in (Kind.LOG_IN_FAILED, Kind.FACTOR_FAILED, Kind.CASE_REFUSED, Kind.LOGGED_IN):
        security_log.record(kind)
    assert (figures.log_ins(), figures.citizen_log_ins()) == (2, 1)


def test_a_few_late_cases_are_no_trouble_of_the_town(monkeypatch: pytest.MonkeyPatch) -> None:
    CaseFactory(in_progress=True)
    Case.objects.update(due_on=timezone.localdate() - datetime.timedelta(days=1))
    assert figures.late_cases() == 0
    monkeypatch.setattr(figures, "FEW", 1)
    assert figures.late_cases() == 100


def test_troubles_of_all_processes_add_up_by_the_hour() -> None:
    troubles.write_down()
    assert not Trouble.objects.exists()
    for number in (2, 3):
        troubles.count(troubles.What.SHED, number)
        troubles.write_down(every=0)
    troubles.count(troubles.What.SHED)
    troubles.write_down()
    assert (figures.shed(), figures.server_errors()) == (5, 0)
    troubles.write_down(every=0)
    assert figures.shed() == 6
    Trouble.objects.update(hour=F("hour") - 2 * HOUR)
    assert figures.shed() == 0


def test_what_cannot_be_written_is_counted_later(django_db_blocker: Any) -> None:
    troubles.count(troubles.What.ERROR)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(troubles, "_PUT", "SELECT %s, %s, %s FROM nowhere")
        troubles.write_down(every=0)
    assert figures.server_errors() == 0
    troubles.write_down(every=0)
    assert figures.server_errors() == 1


def test_the_certificate_is_asked_once_a_day(settings: Settings, https_server: Callable[[int], int]) -> None:
    certificate.look()
    assert figures.certificate() is None
    settings.SITE_URL = f"https://127.0.0.1:{https_server(3)}"
    certificate.look()
    assert figures.certificate() == pytest.approx(3 * 86400, abs=300)
    settings.SITE_URL = f"https://127.0.0.1:{https_server(90)}"
    certificate.look()
    assert figures.certificate() == pytest.approx(3 * 86400, abs=300)
    certificate.look(now=timezone.now() + 25 * HOUR)
    assert figures.certificate() == pytest.approx(90 * 86400, abs=300)


def test_a_certificate_that_has_ended_is_read_too(
    settings: Settings, https_server: Callable[[int], int]
) -> None:
    settings.SITE_URL = f"https://127.0.0.1:{https_server(-2)}"
    certificate.look()
    assert (figures.certificate() or 0) < 0


def test_a_site_that_cannot_be_asked_keeps_what_was_known(settings: Settings) -> None:
    settings.SITE_URL = "https://127.0.0.1:1"
    certificate.look()
    assert figures.certificate() is None
    Watched.objects.update(figure=timezone.now().timestamp() + 500)
    certificate.look(now=timezone.now() + 25 * HOUR)
    assert figures.certificate() == pytest.approx(500, abs=60)
