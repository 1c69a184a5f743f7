"""`manage.py verify` finds a file that is missing, changed or nobody's, and says so by its name."""

import hashlib
import io
import json
import os
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from cases.files import completeness
from cases.models import Attachment
from tests.people import Citizen
from tests.pictures import photo

pytestmark = pytest.mark.django_db


@pytest.fixture
def stored(somchai: Citizen) -> Attachment:
    """A photo of a case, on the disk."""
    made = photo()
    made.case, made.event = somchai.case, somchai.case.events.first()
    made.save()
    return made


def verify(**options: object) -> str:
    out = io.StringIO()
    call_command("verify", stdout=out, **options)
    return out.getvalue()


def test_a_town_that_is_whole_agrees(stored: Attachment) -> None:
    said = verify()
    assert said.endswith("All agree.\n")
    assert "(1 files)" in said


def test_a_file_that_is_missing_or_damaged_is_named(
    stored: Attachment, capsys: pytest.CaptureFixture[str]
) -> None:
    path = Path(default_storage.path(str(stored.file.name)))
    whole = path.read_bytes()
    path.write_bytes(whole[:-1])
    assert list(completeness.faults()) == [
        f"{stored.file.name}: {len(whole) - 1} bytes instead of {len(whole)}"
    ]
    path.write_bytes(b"x" * len(whole))
    assert list(completeness.faults()) == [f"{stored.file.name}: it is no picture"]
    path.unlink()
    with pytest.raises(CommandError, match="1 disagreements"):
        verify(stderr=io.StringIO())


def test_a_backups_sums_tell_what_the_size_does_not(stored: Attachment, tmp_path: Path) -> None:
    path = Path(default_storage.path(str(stored.file.name)))
    sums = tmp_path / "files.json"
    sums.write_text(
        json.dumps([{"name": stored.file.name, "sum": hashlib.sha256(path.read_bytes()).hexdigest()}])
    )
    assert "All agree." in verify(sums=sums)
    content = bytearray(path.read_bytes())
    content[-3] ^= 1
    path.write_bytes(content)
    with pytest.raises(CommandError, match="1 disagreements"):
        verify(sums=sums, stderr=io.StringIO())
    sums.write_text("{}")
    assert verify(sums=sums)
    sums.write_text("[1]")
    with pytest.raises(CommandError, match="is no list of a backup's files"):
        verify(sums=sums)


def test_a_file_without_a_row_is_named_once_it_is_a_day_old(stored: Attachment) -> None:
    name = default_storage.save("public/0123.jpg", ContentFile(b"\xff\xd8"))
    try:
        assert not list(completeness.faults())
        os.utime(default_storage.path(name), (0, 0))
        assert list(completeness.faults()) == [f"{name}: no row names this file"]
    finally:
        default_storage.delete(name)
