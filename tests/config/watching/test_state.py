"""How the checks stand: on the page, since when, and in the one letter of a day."""

import datetime
import math
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as project
from django.test import Client
from django.utils import timezone, translation
from pytest_django import Settings

from cases.models import User
from config.models import BeatLease, JobRun, Watched
from config.watching import state, tasks, troubles
from config.watching.checks import BY_NAME, CHECKS
from config.watching.state import Standing
from notifications.models import Letter, Notice
from tests.workflows.views.conftest import Seat, text

pytestmark = pytest.mark.django_db
# A Monday, a quarter past seven in Bangkok.
MORNING = datetime.datetime(2026, 11, 23, 0, 15, tzinfo=datetime.UTC)
HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)
PAGE = "/en/staff/setup/watching/"


@pytest.fixture
def well(db: None, settings: Settings, tmp_path: Path) -> None:
    """Beat and worker are at work, and there is a backup, as far ahead as the tests look."""
    later = timezone.now() + 10 * DAY
    BeatLease.objects.create(holder="5f0c1f0e-0000-4000-8000-000000000000", until=later)
    for name in ("sweep_urgent", "watch"):
        JobRun.objects.create(name=name, started_at=later, finished_at=later, succeeded=True)
    settings.BACKUP_STAMP = str(tmp_path / "last.json")
    Path(settings.BACKUP_STAMP).write_text(f'{{"at": "{timezone.now().isoformat()}", "bytes": 5}}')


def letters() -> list[Notice]:
    return list(Notice.objects.filter(kind=Letter.TROUBLE).order_by("created"))


def test_nothing_is_written_while_all_is_well(well: None, administrator: User) -> None:
    assert state.watch(now=MORNING) == 0
    assert not Watched.objects.filter(wrong=True).exists()


def test_what_is_wrong_is_told_once_a_day_as_long_as_it_is(
    well: None, administrator: User, settings: Settings
) -> None:
    Path(settings.BACKUP_STAMP).unlink()
    written = [state.watch(now=MORNING + hours * HOUR) for hours in (0, 1, 9, 20, 24, 25)]
    # At twenty past three in the night nobody is told.
    assert written == [1, 0, 0, 0, 1, 0]
    first = letters()[0]
    assert first.recipient == administrator
    with translation.override(administrator.language):
        assert str(BY_NAME["backup"].title) in first.text
        assert str(BY_NAME["backup"].to_do) in first.text
    assert "/staff/setup/watching/" in first.text


def test_a_trouble_that_does_not_last_is_not_told(well: None, administrator: User) -> None:
    BeatLease.objects.update(until=timezone.now() - HOUR)
    assert state.watch(now=MORNING) == 0
    BeatLease.objects.update(until=timezone.now() + HOUR)
    assert state.watch(now=MORNING + datetime.timedelta(minutes=5)) == 0
    BeatLease.objects.update(until=timezone.now() - HOUR)
    written = [state.watch(now=MORNING + datetime.timedelta(minutes=at)) for at in (10, 14, 15)]
    assert written == [0, 0, 1]


def test_the_morning_letter_of_the_same_day_is_no_hindrance(
    well: None, administrator: User, settings: Settings
) -> None:
    Path(settings.BACKUP_STAMP).unlink()
    state.watch(now=MORNING)
    letter = letters()[0]
    letter.pk, letter.kind = None, Letter.DIGEST
    letter.save(force_insert=True)
    assert state.watch(now=MORNING) == 0


def test_since_when_it_stands_like_that_is_kept(well: None, settings: Settings) -> None:
    for hours in (0, 1):
        state.watch(now=MORNING + hours * HOUR)
    assert Watched.objects.get(name="backup").since == MORNING
    Path(settings.BACKUP_STAMP).unlink()
    assert [one.since for one in state.standings() if one.wrong] == [None]
    state.watch(now=MORNING + 2 * HOUR)
    assert Watched.objects.get(name="backup").since == MORNING + 2 * HOUR


def test_the_job_of_the_timetable_looks(well: None) -> None:
    tasks.watch.apply().get()
    assert {*Watched.objects.values_list("name", flat=True)} == {*BY_NAME} - {"certificate"}


@pytest.mark.parametrize("language", ["th", "en"])
def test_each_check_says_how_it_stands_in_both_languages(language: str) -> None:
    with translation.override(language):
        for check in CHECKS:
            figures = [None, 0.0, 3.0, 1e12, *([math.inf] if check.never else [])]
            said = [Standing(check, figure).says for figure in figures]
            assert all(said), check.name
            assert not any("%(" in one or "inf" in one for one in said), check.name


def test_never_is_said_plainly() -> None:
    with translation.override("en"):
        assert (
            Standing(BY_NAME["backup"], math.inf).says == "There has never been a backup that is known here."
        )
        assert Standing(BY_NAME["backup"], 3 * 86400).says == "The last backup is 3 days old."
        assert Standing(BY_NAME["certificate"], -5).says.startswith("It has ended.")


def test_the_page_shows_what_is_wrong_first_with_what_to_do(
    desk: Seat, administrator: User, well: None, settings: Settings
) -> None:
    seat = desk(administrator)
    assert "Everything is well." in text(seat.get(PAGE))
    Path(settings.BACKUP_STAMP).unlink()
    shown = text(seat.get(PAGE))
    assert "1 thing is not well" in shown
    assert shown.index("There has never been a backup") < shown.index("The database answers.")
    assert "make a backup now" in shown
    assert "start raprueang-beat again" not in shown


def test_administrators_alone_see_the_page(desk: Seat, clerk: User, client: Client) -> None:
    assert desk(clerk).get(PAGE).status_code == 403
    assert client.get(PAGE).status_code == 302


def test_metrics_ask_little_and_say_what_the_page_says(
    well: None, client: Client, settings: Settings, django_assert_max_num_queries: Any
) -> None:
    settings.METRICS_TOKEN = "a-token"
    state.watch(now=MORNING)
    asked = {"authorization": "Bearer a-token"}
    client.get("/metrics", headers=asked)
    with django_assert_max_num_queries(14):
        said = client.get("/metrics", headers=asked).content.decode()
    assert 'raprueang_check{check="late_cases"} 0.0' in said
    assert 'raprueang_check{check="certificate"}' not in said
    Path(settings.BACKUP_STAMP).unlink()
    said = client.get("/metrics", headers=asked).content.decode()
    assert 'raprueang_check{check="backup"} +Inf' in said


def test_a_page_that_fails_is_counted_and_a_monitor_is_not(
    client: Client, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.get("/readyz?strict=1")
    troubles.write_down(every=0)
    assert BY_NAME["server_errors"].figure() == 0
    client.raise_request_exception = False
    monkeypatch.setattr("config.urls.machines", [], raising=True)
    monkeypatch.setattr("cases.models.Municipality.current", lambda: 1 / 0)
    assert client.get("/").status_code == 500
    assert BY_NAME["server_errors"].figure() == 1


def test_the_documents_tell_of_each_check() -> None:
    said = (project.BASE_DIR / "docs" / "troubleshooting.md").read_text()
    with translation.override("en"):
        missing = [check.name for check in CHECKS if f"| {check.title} |" not in said]
    assert not missing
