"""What `check --deploy` refuses of a set-up on several machines."""

import pytest
from django.db import connection
from pytest_django import Settings

from config import checks
from config.files import NEEDED


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    """One machine with a folder and one Redis."""
    for name in (*NEEDED, "REDIS_MASTER"):
        monkeypatch.delenv(name, raising=False)


def found() -> set[str]:
    return {str(error.id) for error in checks.production()} & {f"raprueang.E01{n}" for n in (6, 7, 8)}


def test_one_machine_may_keep_its_files() -> None:
    assert found() == set()


def test_several_machines_may_not_keep_files_of_their_own(settings: Settings) -> None:
    settings.WEB_MACHINES = 2
    assert found() == {"raprueang.E017"}
    settings.SHARED_FILES = True
    assert found() == set()


def test_several_machines_may_share_a_bucket(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.WEB_MACHINES = 2
    for name in NEEDED:
        monkeypatch.setenv(name, "x")
    assert found() == set()
    monkeypatch.delenv("S3_SECRET")
    assert found() == {"raprueang.E016"}


def test_sentinels_and_their_masters_name_go_together(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.REDIS_URL = "sentinel://one.example:26379"
    assert found() == {"raprueang.E018"}
    monkeypatch.setenv("REDIS_MASTER", "raprueang")
    assert found() == set()
    settings.REDIS_URL = "redis://one.example"
    assert found() == {"raprueang.E018"}


def test_a_connection_of_our_own_needs_nothing_of_the_role(db: None) -> None:
    assert checks.patience(databases=["default"]) == []
    assert checks.patience() == []


def test_behind_pgbouncer_the_role_must_bring_its_patience(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connection.settings_dict, "DISABLE_SERVER_SIDE_CURSORS", True)
    assert checks.patience(databases=["default"]) == []
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = 0")
    assert [error.id for error in checks.patience(databases=["default"])] == ["raprueang.E015"]
