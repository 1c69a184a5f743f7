"""`check --deploy` on LINE, SMS and single sign-on: off, or set up wholly."""

import pytest
from django.conf import LazySettings

from config.checks import _ways, last_password, single_sign_on
from tests.factories import UserFactory

WHOLE = {"url": "https://sms.example/", "form": {"to": "{phone}"}}


def found(settings: LazySettings, **given: object) -> list[str | None]:
    for name, value in given.items():
        setattr(settings, name, value)
    return [error.id for error in _ways()]


def test_what_is_off_is_well(settings: LazySettings) -> None:
    assert found(settings) == []


def test_what_is_whole_is_well(settings: LazySettings) -> None:
    line = {"LINE_CHANNEL_TOKEN": "t", "LINE_LOGIN_ID": "1", "LINE_LOGIN_SECRET": "s"}
    assert found(settings, SMS_GATEWAY=WHOLE, **line) == []


def test_half_of_line_is_refused(settings: LazySettings) -> None:
    assert found(settings, LINE_CHANNEL_TOKEN="t") == ["raprueang.E013"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"colour": "blue"},
        {"url": "https://sms.example/"},
        {**WHOLE, "json": {}},
        {**WHOLE, "method": "GET"},
        {**WHOLE, "auth": ["one"]},
        {**WHOLE, "url": "http://sms.example/"},
    ],
)
def test_a_gateway_that_is_described_badly_is_refused(
    settings: LazySettings, wrong: dict[str, object]
) -> None:
    assert found(settings, SMS_GATEWAY=wrong) == ["raprueang.E014"]


SSO = {"STAFF_SSO_ISSUER": "https://id.example", "STAFF_SSO_CLIENT_ID": "a", "STAFF_SSO_CLIENT_SECRET": "b"}


@pytest.mark.parametrize(
    ("given", "ids"),
    [
        ({}, []),
        (SSO, []),
        ({"STAFF_SSO_CLIENT_ID": "a"}, ["raprueang.E043"]),
        ({**SSO, "STAFF_SSO_ISSUER": "http://id.example"}, ["raprueang.E044"]),
        ({**SSO, "STAFF_SSO_ONLY": True}, ["raprueang.E045"]),
        ({"THAID_CLIENT_ID": "a"}, ["raprueang.E047"]),
    ],
)
def test_single_sign_on_is_off_or_whole(
    settings: LazySettings, given: dict[str, object], ids: list[str]
) -> None:
    settings.DEMO = settings.DEBUG = False
    for name, value in given.items():
        setattr(settings, name, value)
    assert [error.id for error in single_sign_on()] == ids


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("person", "good"),
    [
        ({"is_staff": True, "group": "administrator"}, True),
        ({"is_staff": True, "group": "administrator", "is_active": False}, False),
        ({"is_staff": True, "group": "clerk"}, False),
        ({"group": "clerk"}, False),
    ],
)
def test_the_last_password_is_not_closed(
    settings: LazySettings, person: dict[str, object], good: bool
) -> None:
    UserFactory(username="envelope", **person)
    settings.STAFF_SSO_ONLY, settings.STAFF_SSO_EMERGENCY_ACCOUNT = True, "envelope"
    assert ([error.id for error in last_password(databases=["default"])] == []) is good
