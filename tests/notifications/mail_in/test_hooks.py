"""E-mail by a mail service: let in by its secret alone, and one letter however often it is brought."""

import hashlib
import hmac
import json
import time
from base64 import b64encode
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from cases.models import Attachment, ReceivedMail
from tests.notifications.hooks import MAILGUN_KEY, SETTINGS, WEBHOOK_SECRET
from tests.notifications.mail_in.letters import CITIZEN, TOWN, WORDS, letter, part, parts
from tests.pictures import picture

pytestmark = pytest.mark.django_db
LOGGED_IN: dict[str, Any] = {"HTTP_AUTHORIZATION": "Basic " + b64encode(WEBHOOK_SECRET.encode()).decode()}


@pytest.fixture(autouse=True)
def mail_comes_in(settings: Settings) -> None:
    settings.ANYMAIL, settings.MAIL_IN_ADDRESS = SETTINGS, TOWN


def postmark(client: Client, told: Any, **more: Any) -> int:
    body = told if isinstance(told, (bytes, str)) else json.dumps(told)
    answer = client.post("/hooks/postmark/mail/", body, content_type="application/json", **LOGGED_IN | more)
    return answer.status_code


def parsed(**more: Any) -> dict[str, Any]:
    """What Postmark posts (documentation: "Inbound webhook")."""
    return {
        "FromFull": {"Email": CITIZEN, "Name": "Somsri"},
        "ToFull": [{"Email": TOWN, "Name": ""}],
        "Subject": "ไฟทางดับ",
        "TextBody": WORDS,
        "HtmlBody": "",
        "Headers": [{"Name": "Message-ID", "Value": "<one@people.example>"}],
        "Attachments": [],
        **more,
    }


def mailgun(client: Client, *, key: str = MAILGUN_KEY) -> int:
    """What Mailgun posts (documentation: "Receiving, forwarding and storing messages", forward)."""
    stamp, token = str(int(time.time())), "d" * 50
    signed = hmac.new(key.encode(), f"{stamp}{token}".encode(), hashlib.sha256).hexdigest()
    headers = [["From", CITIZEN], ["Subject", "ไฟทางดับ"], ["Message-Id", "<one@people.example>"]]
    told = {
        "timestamp": stamp,
        "token": token,
        "signature": signed,
        "sender": CITIZEN,
        "recipient": TOWN,
        "message-headers": json.dumps(headers),
        "body-plain": WORDS,
        "attachment-count": "1",
        "attachment-1": SimpleUploadedFile("lamp.jpg", picture().read(), "image/jpeg"),
    }
    return client.post("/hooks/mailgun/mail/", told, **LOGGED_IN).status_code


def test_a_letter_by_a_service_is_a_letter_and_the_same_one_again_is_one(client: Client) -> None:
    assert postmark(client, parsed()) == 200
    assert postmark(client, parsed()) == 200
    mail = ReceivedMail.objects.get()
    assert (mail.sender, mail.subject, mail.words) == (CITIZEN, "ไฟทางดับ", WORDS)
    assert mail.state == ReceivedMail.State.NEW


def test_mailgun_brings_the_photos_as_files(client: Client) -> None:
    assert mailgun(client) == 200
    assert Attachment.objects.get(draft=ReceivedMail.objects.get().pk).is_picture


def test_a_large_letter_comes_in_whole(client: Client) -> None:
    whole = letter(**parts(part(WORDS), part(b"\xff" * 4 * 1024 * 1024, "image/x-raw", name="a.raw")))
    assert postmark(client, parsed(RawEmail=whole.decode("latin-1"))) == 200
    assert ReceivedMail.objects.get().left_out == "a.raw"


def test_nobody_else_brings_letters(client: Client, settings: Settings) -> None:
    assert postmark(client, parsed(), HTTP_AUTHORIZATION="Basic d3Jvbmc=") == 403
    assert mailgun(client, key="wrong") == 403
    settings.MAIL_IN_ADDRESS = ""
    assert postmark(client, parsed()) == 404
    settings.MAIL_IN_ADDRESS, settings.ANYMAIL = TOWN, {}
    assert postmark(client, parsed()) == 404
    assert not ReceivedMail.objects.exists()


@pytest.mark.parametrize(
    "body", ["", "{", "[]", "1", "{}", '{"RawEmail": 7}', '{"Headers": [1]}', "[" * 20_000, b"\xff\xfe"]
)
def test_what_is_no_letter_is_answered_and_never_an_error(client: Client, body: Any) -> None:
    assert postmark(client, body) in (200, 400)
