"""A machine for trying things out gets keys, a mail folder and a database, and keeps what it was told."""

import os
import stat
from pathlib import Path

import pytest

from config.demo import environment


def test_keys_are_made_once(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    environment.fill_environment()
    first = os.environ["SECRET_KEY"], os.environ["FIELD_KEYS"]
    monkeypatch.delenv("SECRET_KEY")
    monkeypatch.delenv("FIELD_KEYS")
    environment.fill_environment()
    assert (os.environ["SECRET_KEY"], os.environ["FIELD_KEYS"]) == first


def test_only_their_owner_reads_the_keys(bare: Path) -> None:
    environment.fill_environment()
    assert stat.S_IMODE((bare / "keys.json").stat().st_mode) == 0o600


def test_what_the_environment_says_stays(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "given")
    environment.fill_environment()
    assert os.environ["SECRET_KEY"] == "given"
    assert os.environ["DATABASE_URL"] == "postgresql:///somewhere"


def test_letters_go_to_a_folder_where_no_mail_server_is_named(bare: Path) -> None:
    environment.fill_environment()
    assert os.environ["EMAIL_BACKEND"] == "config.demo.mail.FolderBackend"


def test_a_mail_server_that_is_named_gets_the_letters(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMAIL_URL", "smtp://mail.example")
    environment.fill_environment()
    assert "EMAIL_BACKEND" not in os.environ
