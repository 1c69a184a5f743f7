"""What goes to a helper names no person and gives no secret away."""

import pytest

from deploy.keeper import support


@pytest.mark.parametrize(
    "personal",
    [
        "somchai@citizen.example",
        "สมชาย ใจดี",
        "1101700230708",
        "1-1017-00230-70-8",
        "081 234 5678",
        "+66812345678",
        "203.0.113.7",
        "2001:db8:0:1::7",
        "2569-00014",
        "smtp+tls://user:hunter2@mail.example.go.th",
    ],
)
def test_what_could_be_a_person_is_taken_out(personal: str) -> None:
    told = support.without_people(f"worker: refused {personal} at 12:30")
    assert personal not in told
    assert "hunter2" not in told
    assert told.startswith("worker: refused ")
    assert told.endswith(" at 12:30")


def test_what_says_how_the_machine_is_stays() -> None:
    text = (
        "2026-11-30T02:10:00+0700 web raprueang-web[712]: started, 12 of 0.6.0-1a2b3c4d, request a1b2c3d4e5f6"
    )
    assert support.without_people(text) == text


def test_settings_are_named_and_not_told() -> None:
    told = support.settings_told({"SECRET_KEY": "s3cret", "TRUSTED_PROXIES": "1", "EMAIL_URL": ""})
    assert told == "EMAIL_URL=(empty)\nSECRET_KEY=(set)\nTRUSTED_PROXIES=1"
