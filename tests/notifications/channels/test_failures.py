"""What each error at sending means."""

import smtplib

import pytest
from anymail.exceptions import AnymailAPIError, AnymailRecipientsRefused
from celery.exceptions import SoftTimeLimitExceeded

from notifications.channels.failures import judge

ADDRESS = "somchai@citizen.example"


class ServiceError(AnymailAPIError):
    """An answer of a mail service."""

    def __init__(self, status: int | None) -> None:
        super().__init__("no")
        self.status_code = status


VERDICTS = [
    (smtplib.SMTPDataError(550, b"no"), "fails"),
    (smtplib.SMTPDataError(451, b"later"), "later"),
    (smtplib.SMTPDataError(421, b"closing"), "stop"),
    (smtplib.SMTPRecipientsRefused({ADDRESS: (550, b"unknown")}), "fails"),
    (smtplib.SMTPRecipientsRefused({ADDRESS: (450, b"full")}), "later"),
    (smtplib.SMTPSenderRefused(553, b"no", "us@city.example"), "fails"),
    (smtplib.SMTPAuthenticationError(535, b"password"), "stop"),
    (smtplib.SMTPConnectError(554, b"no"), "stop"),
    (smtplib.SMTPServerDisconnected("gone"), "stop"),
    (ConnectionRefusedError(111, "Connection refused"), "stop"),
    (TimeoutError("timed out"), "stop"),
    (ServiceError(400), "fails"),
    (ServiceError(429), "stop"),
    (ServiceError(401), "stop"),
    (ServiceError(503), "stop"),
    (ServiceError(None), "stop"),
    (AnymailRecipientsRefused(), "fails"),
    (ValueError("bad header"), "fails"),
    (SoftTimeLimitExceeded(), "later"),
]


@pytest.mark.parametrize(("error", "expected"), VERDICTS)
def test_an_error_has_its_verdict(error: Exception, expected: str) -> None:
    verdict = judge(error, address=ADDRESS)
    assert ("fails" if verdict.for_good else "stop" if verdict.stop else "later") == expected


@pytest.mark.parametrize(
    "answer",
    [
        b"550 <somchai@citizen.example> unknown",
        b"mailbox of Somchai is full",
        b"rejected: 1234 5678 9012",
        "กล่องของ somchai@citizen.example เต็ม".encode(),
        b"x" * 5000 + b"\x00\xff",
    ],
)
def test_the_words_name_nobody_and_stay_short(answer: bytes) -> None:
    words = judge(smtplib.SMTPDataError(550, answer), address=ADDRESS).words
    assert "somchai" not in words.lower()
    assert "1234" not in words
    assert "\x00" not in words
    assert len(words) <= 300
