"""Letters as files: one each, whole, readable by any mail program."""

from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from django.core.mail import EmailMultiAlternatives, send_mail
from pytest_django import Settings


@pytest.fixture
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.EMAIL_BACKEND = "config.demo.mail.FolderBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    return tmp_path / "mail"


def read(path: Path) -> EmailMessage:
    return message_from_bytes(path.read_bytes(), policy=policy.default)


def test_a_letter_becomes_one_file(folder: Path) -> None:
    assert send_mail("รับเรื่องแล้ว", "สวัสดี", "city@example.org", ["somchai@example.org"]) == 1
    (path,) = folder.iterdir()
    assert path.suffix == ".eml"
    assert read(path)["Subject"] == "รับเรื่องแล้ว"
    assert read(path).get_content().strip() == "สวัสดี"


def test_each_letter_has_a_file_of_its_own(folder: Path) -> None:
    for _ in range(3):
        send_mail("same", "same", "city@example.org", ["somchai@example.org"])
    assert len(list(folder.glob("*.eml"))) == 3


def test_a_message_id_cannot_lead_out_of_the_folder(folder: Path) -> None:
    headers = {"Message-ID": "<../../etc/passwd@example.org>"}
    EmailMultiAlternatives("x", "y", "city@example.org", ["somchai@example.org"], headers=headers).send()
    (path,) = folder.iterdir()
    assert path.parent == folder
