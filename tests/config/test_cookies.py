"""Under HTTPS every cookie of ours is of this host alone: `__Host-`, Secure, path /, no domain."""

import runpy
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as product
from django.http import HttpResponse
from django.test import Client, RequestFactory

from cases.models import User
from config.flash import HostCookieStorage
from tests.factories import STAFF_PASSWORD
from tests.workflows.views.conftest import address

NAMES = [
    "COOKIE_PREFIX",
    "DEVICE_COOKIE_NAME",
    *(f"{kind}_COOKIE_{what}" for kind in ("SESSION", "CSRF", "LANGUAGE") for what in ("NAME", "SECURE")),
]

# How code says that the settings give a cookie its name.
FROM_PREFIX = ("settings.DEVICE_COOKIE_NAME", "settings.DISPLAY_COOKIE_NAME", "COOKIE_PREFIX")


def settings_under(monkeypatch: pytest.MonkeyPatch, site: str) -> dict[str, Any]:
    """The settings as a process reads them that serves this address."""
    monkeypatch.setenv("SITE_URL", site)
    monkeypatch.delenv("HTTPS", raising=False)
    return runpy.run_path(str(Path(product.BASE_DIR) / "config" / "settings.py"))


@pytest.fixture
def https(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    """Settings of a city's server."""
    found = settings_under(monkeypatch, "https://eservice.example.go.th")
    for name in NAMES:
        setattr(settings, name, found[name])


@pytest.mark.parametrize(("site", "prefix"), [("https://a.example", "__Host-"), ("http://127.0.0.1", "")])
def test_the_prefix_comes_with_https(monkeypatch: pytest.MonkeyPatch, site: str, prefix: str) -> None:
    found = settings_under(monkeypatch, site)
    names = {name: value for name, value in found.items() if name.endswith("_COOKIE_NAME")}
    assert len(names) >= 3
    assert all(value.startswith("__Host-") == bool(prefix) for value in names.values())


@pytest.mark.django_db
def test_every_cookie_of_a_log_in_is_of_this_host(https: None, officer: User) -> None:
    client = Client()
    client.get(address("login"), secure=True)
    client.post(address("login"), {"username": "officer", "password": STAFF_PASSWORD}, secure=True)
    client.get("/en/", secure=True)
    client.post(address("letters"), {"language": "en"}, secure=True)
    assert {"__Host-sessionid", "__Host-csrftoken", "__Host-messages"} <= set(client.cookies)
    for name, cookie in client.cookies.items():
        assert name.startswith("__Host-"), name
        assert (cookie["secure"], cookie["path"], cookie["domain"]) == (True, "/", ""), name


def test_a_message_is_found_under_its_name(https: None) -> None:
    request, answer = RequestFactory().get("/"), HttpResponse()
    sent = HostCookieStorage(request)
    sent.add(20, "saved")
    sent.update(answer)
    request.COOKIES = {name: cookie.value for name, cookie in answer.cookies.items()}
    assert [one.message for one in HostCookieStorage(request)] == ["saved"]


def test_no_other_code_names_a_cookie() -> None:
    """A new cookie takes its name from COOKIE_PREFIX."""
    for folder in ("cases", "workflows", "notifications", "config"):
        for file in (Path(product.BASE_DIR) / folder).rglob("*.py"):
            text = file.read_text(encoding="utf-8")
            if ".set_cookie(" in text or ".set_signed_cookie(" in text:
                assert any(name in text for name in FROM_PREFIX), file
