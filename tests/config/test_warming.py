"""What the first web process reads before it parts into others."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.template import engines
from pytest_django import Settings

from config import warming
from tests.attacks.site import Site
from tests.scaling.machines import status


class Recorder:
    """The application, and what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []
        self.application = WSGIHandler()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        def answered(status: str, *rest: Any) -> Any:
            self.asked.append((environ["PATH_INFO"], status))
            return start_response(status, *rest)

        return self.application(environ, answered)


@pytest.fixture
def closed(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether all connections were closed; the test's own stays."""
    found: list[bool] = []
    monkeypatch.setattr("config.warming.connections.close_all", lambda: found.append(True))
    return found


@pytest.fixture
def unread_templates() -> Iterator[None]:
    """No template has been compiled yet."""
    _loader().reset()
    yield
    _loader().reset()


def _loader() -> Any:
    return engines["django"].engine.template_loaders[0]  # type: ignore[attr-defined]


def test_the_first_pages_are_asked_for_in_both_languages(closed: list[bool], settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    recorder = Recorder()
    warming.warm(recorder)
    paths = ["/", "/track/", "/staff/login/"]
    assert sorted(recorder.asked) == sorted(
        (f"{prefix}{path}", "200 OK") for prefix in ("", "/en") for path in paths
    )


def test_where_https_is_demanded_it_asks_as_the_proxy_would(closed: list[bool], settings: Settings) -> None:
    settings.SITE_URL, settings.ALLOWED_HOSTS = "https://eservice.example.go.th", ["eservice.example.go.th"]
    settings.HTTPS = settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    recorder = Recorder()
    warming.warm(recorder)
    assert {status for _path, status in recorder.asked} == {"200 OK"}


def test_all_templates_are_compiled_and_no_connection_is_inherited(
    closed: list[bool], unread_templates: None
) -> None:
    warming.warm(WSGIHandler())
    assert {
        "cases/home.html",
        "cases/case.html",
        "admin/base_site.html",
    } <= _loader().get_template_cache.keys()
    assert closed == [True]


@contextmanager
def _away() -> Iterator[None]:
    name = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = "nowhere"
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = name


def test_a_database_that_is_away_is_named_and_keeps_nothing_from_starting(
    closed: list[bool], caplog: pytest.LogCaptureFixture
) -> None:
    with _away():
        warming.warm(WSGIHandler())
    assert "The page /staff/login/ was answered by 503 Service Unavailable before the start." in caplog.text
    assert closed == [True]


def test_the_server_that_ships_starts_warm(transactional_db: None, tmp_path: Any) -> None:
    with Site(tmp_path) as site:
        assert status(site.port, "/") == 200
        assert "before the start" not in site.log.read_text()
