"""`check --deploy` refuses what would make strangers one network, or every secret hang on one key."""

import runpy
from typing import Any

import pytest
from cryptography.fernet import Fernet

from config import settings as project
from config.checks import (
    knowing_roles,
    mail_comes_in,
    named_push_services,
    named_roles,
    production,
    public_push_services,
    webhook_networks,
)

OWN = Fernet.generate_key().decode()


def found() -> set[str | None]:
    return {one.id for one in production()}


def test_a_proxy_without_a_number_of_proxies_is_refused(settings: Any) -> None:
    settings.SECURE_PROXY_SSL_HEADER, settings.TRUSTED_PROXIES = ("HTTP_X_FORWARDED_PROTO", "https"), 0
    assert "raprueang.E030" in found()
    settings.TRUSTED_PROXIES = 1
    assert "raprueang.E030" not in found()
    settings.SECURE_PROXY_SSL_HEADER, settings.TRUSTED_PROXIES = None, 0
    assert "raprueang.E030" not in found()


@pytest.mark.parametrize(
    ("keys", "refused"),
    [(["derived"], True), (["derived", OWN], True), ([OWN], False), ([OWN, "derived"], False)],
)
def test_keys_that_come_from_the_secret_key_are_refused(
    monkeypatch: pytest.MonkeyPatch, settings: Any, keys: list[str], refused: bool
) -> None:
    settings.FIELD_KEYS = [settings.DERIVED_FIELD_KEY if key == "derived" else key for key in keys]
    monkeypatch.setenv("FIELD_KEYS", ",".join(settings.FIELD_KEYS))
    assert ("raprueang.E031" in found()) == refused


SERVICES = {
    "fcm.googleapis.com,*.notify.windows.com": ([], []),
    "https://fcm.googleapis.com": (["raprueang.E033"], []),
    "fcm.googleapis.com,10.0.0.7:8443": ([], ["raprueang.W003"]),
}


@pytest.mark.parametrize(("named", "ids"), SERVICES.items())
def test_a_push_service_is_a_host_and_an_address_in_numbers_is_said(
    settings: Any, named: str, ids: tuple[list[str], list[str]]
) -> None:
    settings.WEB_PUSH_SERVICES = named.split(",")
    assert ([one.id for one in named_push_services()], [one.id for one in public_push_services()]) == ids


NETWORKS = {
    "": [],
    "10.1.2.0/24,fd00::/8,10.1.2.3": [],
    "10.1.2.3/24": ["raprueang.E034"],
    "town": ["raprueang.E034"],
}


@pytest.mark.parametrize(("named", "ids"), NETWORKS.items())
def test_a_network_of_webhooks_that_is_written_wrongly_is_refused(
    settings: Any, named: str, ids: list[str]
) -> None:
    settings.WEBHOOK_NETWORKS = named.split(",") if named else []
    assert [one.id for one in webhook_networks()] == ids


@pytest.mark.parametrize(
    ("address", "mailbox", "ids"),
    [
        ("", "", []),
        ("khamrong@town.example", "imaps://town%40x:secret@mail.example/INBOX", []),
        ("khamrong+x@town.example", "", ["raprueang.E040"]),
        ("no-address", "pop3://a:b@mail.example", ["raprueang.E040", "raprueang.E041"]),
        ("", "imaps://town:secret@mail.example", ["raprueang.E042"]),
    ],
)
def test_a_mailbox_is_one_by_imap_and_its_address_leaves_room_for_a_signature(
    settings: Any, address: str, mailbox: str, ids: list[str]
) -> None:
    settings.MAIL_IN_ADDRESS, settings.MAIL_IN_IMAP = address, mailbox
    assert [one.id for one in mail_comes_in()] == ids


ROLES = {
    "clerks,head,officer": (["raprueang.E032"], ["raprueang.W002"]),
    "administrator,clerk,head,officer": ([], []),
    "administrator": ([], ["raprueang.W002"]),
    "clerk,head,officer,executive": ([], []),
}


@pytest.mark.parametrize(("named", "ids"), ROLES.items())
def test_a_role_that_is_written_wrongly_is_refused_and_one_left_out_is_said(
    settings: Any, named: str, ids: tuple[list[str], list[str]]
) -> None:
    settings.REQUIRE_MFA_FOR = named.split(",")
    assert ([one.id for one in named_roles()], [one.id for one in knowing_roles()]) == ids


def test_spaces_between_roles_are_none_of_their_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUIRE_MFA_FOR", "clerk, head , officer")
    assert runpy.run_path(project.__file__)["REQUIRE_MFA_FOR"] == ["clerk", "head", "officer"]
