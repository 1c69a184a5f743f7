"""`check --deploy` on LINE and SMS: off, or set up wholly."""

import pytest
from django.conf import LazySettings

from config.checks import _ways

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
