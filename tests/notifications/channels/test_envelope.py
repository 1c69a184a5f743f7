"""A letter's headers: the municipality sends it, and Thai stands in words that every mail program reads."""

import re
from email import message_from_bytes
from email.header import decode_header, make_header
from email.utils import parseaddr

import pytest
from django.conf import LazySettings as Settings

from cases.models import Municipality
from notifications.channels.envelope import encoded, message, sender
from notifications.models import Notice
from tests.notifications.conftest import Write

LONG = "เทศบาลนครอุดรธานี แจ้งผลการพิจารณาเรื่อง Street light ชำรุด ซอย 12/3 ถนนทำงาน น้ำท่วม "


def raw(notice: Notice) -> bytes:
    """The letter as a mail server gets it."""
    return message(notice).message().as_bytes(linesep="\r\n")


def read(value: str) -> str:
    """A header as a mail program reads it (RFC 2047, 6.2: spaces between encoded words are none)."""
    return " ".join(str(make_header(decode_header(value))).split())


def head(content: bytes) -> list[str]:
    """The lines of the head."""
    return content.split(b"\r\n\r\n")[0].decode("ascii").split("\r\n")


@pytest.fixture
def city(db: None) -> Municipality:
    """A municipality with a long Thai name."""
    return Municipality.objects.create(
        code="city", name_th="เทศบาลนครแห่งเมืองที่มีชื่อยาวมากเพื่อทดสอบการพับบรรทัด", name_en='City of "Long" Names'
    )


@pytest.mark.parametrize(("language", "name"), [("th", "name_th"), ("en", "name_en")])
def test_the_sender_is_the_municipality(
    city: Municipality, settings: Settings, language: str, name: str
) -> None:
    settings.DEFAULT_FROM_EMAIL = "Rap Rueang <no-reply@city.example>"
    said, address = parseaddr(sender(language))
    assert (said, address) == (getattr(city, name).replace('"', ""), "no-reply@city.example")


def test_no_encoded_word_is_longer_than_allowed(write: Write, city: Municipality) -> None:
    (notice,) = write()
    notice.language = "th"
    for length in range(1, 300, 7):
        notice.subject = (LONG * 5)[:length].strip()
        content = raw(notice)
        lines = head(content)
        words = [word for line in lines for word in re.findall(r"=\?\S+\?=", line)]
        assert words
        assert max(len(word) for word in words) <= 75
        assert max(len(line) for line in lines) <= 78
        found = message_from_bytes(content)
        assert read(found["Subject"]) == notice.subject
        assert parseaddr(read(found["From"])) == (city.name_th, "no-reply@localhost")


@pytest.mark.parametrize("name", ["Subject", "X-A-Rather-Long-Name-Of-A-Header"])
@pytest.mark.parametrize("text", [LONG * 3, "ก" * 200, "a" * 60 + " ก", "é"])
def test_what_is_encoded_reads_as_it_was(name: str, text: str) -> None:
    value = encoded(name, text.strip())
    assert str(make_header(decode_header(value))) == text.strip()
    assert max(len(word) for word in value.split()) <= 75


def test_an_address_with_a_thai_name_keeps_its_address() -> None:
    value = encoded("To", f'"{LONG.strip()}" <somchai@citizen.example>, plain@citizen.example')
    assert value.isascii()
    assert "<somchai@citizen.example>" in value
    assert value.endswith("plain@citizen.example")


def test_a_plain_subject_stays_plain(write: Write) -> None:
    (notice,) = write()
    notice.subject = "Your case 2569-00001"
    assert "Subject: Your case 2569-00001" in head(raw(notice))


def test_a_line_break_in_a_name_adds_no_header(db: None) -> None:
    Municipality.objects.create(
        code="city", name_th="เทศบาล\r\nBcc: x@y.example", name_en="City\nBcc: x@y.example"
    )
    assert "\n" not in sender("en") + sender("th")
