"""The issuer in a second process, the officer whom it knows, and the way there and back."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth import get_user
from django.test import Client

from cases.lib import process_cache
from cases.models import User
from tests.issuer import CLIENT_ID, CLIENT_SECRET, AtIssuer, TestIssuer
from tests.workflows.views.conftest import address, text

BACK = address("sso_back").removeprefix("/en")


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestIssuer]:
    """The issuer, started once."""
    with TestIssuer(Path(tmp_path_factory.mktemp("issuer"))) as issuer:
        issuer.knows("officer", "clerk", "stranger")
        yield issuer


@pytest.fixture
def issuer(running: TestIssuer, settings: Any) -> TestIssuer:
    """The issuer, which says nothing wrong, and the settings that name it."""
    running.begin_anew()
    process_cache.forget()
    settings.SITE_URL = "http://127.0.0.1:8000"
    settings.STAFF_SSO_ISSUER, settings.STAFF_SSO_NAME = running.url, "City ID"
    settings.STAFF_SSO_CLIENT_ID, settings.STAFF_SSO_CLIENT_SECRET = CLIENT_ID, CLIENT_SECRET
    return running


@pytest.fixture
def officer(officer: User) -> User:
    """The officer has an e-mail address that the issuer knows."""
    officer.email = "Officer@example.go.th"
    officer.save()
    return officer


def went(client: Client, **query: str) -> str:
    """The address at the issuer to which the button leads."""
    return str(client.get(address("sso"), query)["Location"])


def came(client: Client, way: str, name: str = "officer", **changed: str) -> Any:
    """Log in at the issuer, and come back; the address is one for all languages."""
    back = urlsplit(AtIssuer(name).comes_back(way))
    assert back.path == BACK
    query = {key: values[0] for key, values in parse_qs(back.query).items()}
    return client.get(BACK, {**query, **changed}, headers={"accept-language": "en"})


def log_in(client: Client, name: str = "officer", **query: str) -> Any:
    return came(client, went(client, **query), name)


def said(client: Client, response: Any) -> str:
    """What the page says to which a refusal leads."""
    assert response.status_code == 302, response.content
    assert not get_user(client).is_authenticated
    assert urlsplit(response.url).path == address("login")
    return text(client.get(response.url))
