"""While the database is away every page says so with 503 and when to come back, and the monitors see it."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings as project
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import connection
from django.test import Client
from pytest_django import Settings

from cases.models import User
from config import errors, health, static_files

TOKEN = "a-token-of-the-monitor"
PAGES = [
    "/",
    "/en/",
    "/track/",
    "/en/track/cases/2569-00001/",
    "/statistics/",
    "/en/privacy/",
    "/requests/road_damage/",
    "/follow/2569-00001/",
    "/verify/",
    "/forgot/",
    "/staff/",
    "/en/staff/cases/2569-00001/",
    "/staff/login/",
    "/admin/",
    "/admin/cases/case/",
    "/nothing/like/this/",
]


@pytest.fixture
def visitor(client: Client, head: User) -> Client:
    """Somebody whose browser brings a session, which is read before any page."""
    client.force_login(head, backend="django.contrib.auth.backends.ModelBackend")
    client.raise_request_exception = False
    return client


@pytest.fixture
def away(visitor: Client, transactional_db: None, tmp_path: Path) -> Iterator[None]:
    """Nobody answers where the database should be."""
    connection.close()
    where = connection.settings_dict["HOST"]
    connection.settings_dict["HOST"] = str(tmp_path)
    yield
    connection.close()
    connection.settings_dict["HOST"] = where


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("send", ["get", "post"])
def test_no_page_is_an_error(page: str, send: str, visitor: Client, away: None) -> None:
    answer = getattr(visitor, send)(page)
    assert answer.status_code in (200, 301, 302, 404, 405, 503), page
    if answer.status_code == 503:
        text = answer.content.decode()
        assert answer["Retry-After"] == "30"
        assert "ระบบหยุดให้บริการชั่วคราว" in text
        assert "Out of service for a moment" in text


def test_who_has_a_session_and_who_has_none_is_told_the_same(visitor: Client, away: None) -> None:
    strangers = Client(raise_request_exception=False)
    assert [one.get("/staff/").status_code for one in (visitor, strangers)] == [503, 302]
    assert [one.get("/").status_code for one in (visitor, strangers)] == [503, 503]


def test_the_monitors_pages_answer(visitor: Client, away: None, settings: Settings) -> None:
    settings.METRICS_TOKEN = TOKEN
    page = visitor.get("/metrics", headers={"authorization": f"Bearer {TOKEN}"})
    assert page.status_code == 200
    assert "raprueang_database_up 0.0" in page.content.decode()
    assert "raprueang_requests_total" in page.content.decode()
    assert visitor.get("/healthz").status_code == 200
    found = visitor.get("/readyz")
    assert (found.status_code, found.json()["checks"]["database"]["ok"]) == (503, False)


@pytest.mark.parametrize(
    ("error", "away"),
    [
        (psycopg.OperationalError("could not connect"), True),
        (psycopg.errors.AdminShutdown(), True),
        (psycopg.errors.CannotConnectNow(), True),
        (psycopg.errors.TooManyConnections(), True),
        (psycopg.errors.DiskFull(), True),
        (psycopg.errors.ReadOnlySqlTransaction(), True),
        (psycopg.errors.UndefinedTable(), False),
        (psycopg.errors.UniqueViolation(), False),
        (psycopg.errors.LockNotAvailable(), False),
    ],
    ids=lambda value: type(value).__name__,
)
def test_only_a_database_that_is_away_is_called_so(error: psycopg.Error, away: bool) -> None:
    wrapped: Any = None
    try:
        with connection.wrap_database_errors:
            raise error
    except Exception as caught:
        wrapped = caught
    assert errors.is_away(wrapped) is away


@pytest.mark.django_db
def test_the_disk_that_is_measured_is_the_photos(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Path] = []
    usage = shutil.disk_usage

    def asks(path: Path) -> Any:
        asked.append(Path(path))
        return usage(path)

    monkeypatch.setattr(shutil, "disk_usage", asks)
    assert isinstance(default_storage, FileSystemStorage)
    (tmp_path / "photos").mkdir()
    settings.MEDIA_ROOT = tmp_path / "photos"
    assert health.findings()["disk"].ok
    settings.MEDIA_ROOT = tmp_path / "not" / "made" / "yet"
    assert health.findings()["disk"].ok
    assert asked == [tmp_path / "photos", tmp_path]


@pytest.fixture
def unpacked(settings: Settings, tmp_path: Path) -> Iterator[None]:
    """An installation in which `collectstatic` was forgotten."""
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **project.STORAGES,
        "staticfiles": {"BACKEND": "config.static_files.PackedStorage"},
    }
    static_files.missing.cache_clear()
    yield
    static_files.missing.cache_clear()


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["/", "/en/track/", "/staff/login/", "/en/staff/", "/admin/", "/nothing/"])
def test_without_packed_static_files_pages_are_pages(page: str, head: User, unpacked: None) -> None:
    client = Client()
    client.force_login(head, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(page).status_code in (200, 302, 404)


@pytest.mark.django_db
def test_without_packed_static_files_it_is_not_ready_and_says_so(
    client: Client, unpacked: None, caplog: pytest.LogCaptureFixture
) -> None:
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["checks"]["static"]["ok"]) == (503, False)
    assert answer.json()["checks"]["static"]["figure"] > 100
