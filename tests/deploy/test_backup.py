"""A backup is whole or none; what is too old goes, with the files that nobody names any more."""

import json
import math
import os
import pwd
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from config.watching import figures
from deploy.keeper import backup, places, restore
from deploy.keeper.work import Trouble

PHOTO = "attachments/ab/abcdef.jpg"


@pytest.fixture
def media(machine: Path) -> Path:
    """A photo, and one that is just being written."""
    folder = places.VAR / "media"
    for name, content in ((PHOTO, b"photo"), ("attachments/ab/x.jpg.123.part", b"half")):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def made(days: float, name: str = "", **said: object) -> backup.Backup:
    """A backup of so many days ago, of what the photos are now."""
    at = datetime.now(UTC) - timedelta(days=days)
    folder = places.BACKUPS / (name or f"{at:%Y-%m-%dT%H%M%S}")
    folder.mkdir()
    (folder / backup.DUMP).write_bytes(b"dump")
    (folder / backup.LIST).write_text(json.dumps(backup._keep_files("", in_bucket=False)))
    told = {
        "made": at.isoformat(), "dump": backup.DUMP, "dump_bytes": 4, "sealed": False, "version": "0.6.0",
        "dump_sum": backup.sum_of(folder / backup.DUMP), "list_sum": backup.sum_of(folder / backup.LIST),
    }  # fmt: skip
    (folder / backup.MANIFEST).write_text(json.dumps({**told, **said}))
    found = backup.read(folder)
    assert found
    return found


def test_the_program_knows_how_old_the_last_one_is(media: Path, settings: Settings) -> None:
    settings.BACKUP_STAMP = str(places.STAMP)
    assert figures.backup() == math.inf
    backup.stamp(made(1, file_bytes=5))
    assert figures.backup() == pytest.approx(24 * 60 * 60, abs=600)
    assert (places.STAMP.stat().st_mode & 0o777, places.STAMP.parent.stat().st_mode & 0o777) == (0o644, 0o755)
    assert json.loads(places.STAMP.read_text())["bytes"] == 9


def test_a_night_adds_what_the_day_brought(media: Path) -> None:
    first = backup._keep_files("", in_bucket=False)
    assert [file["name"] for file in first] == [PHOTO]
    pool = backup.in_pool(places.BACKUPS / "files", first[0]["sum"], sealed=False)
    assert pool.read_bytes() == b"photo"
    assert pool.stat().st_mode & 0o077 == 0
    before = pool.stat().st_mtime_ns
    (media / "public").mkdir()
    (media / "public" / "1.jpg").write_bytes(b"photo")
    assert len(backup._keep_files("", in_bucket=False)) == 2
    assert pool.stat().st_mtime_ns == before
    assert backup._keep_files("", in_bucket=True) == []


def test_the_oldest_go_and_the_newest_three_stay(media: Path) -> None:
    for days in (100, 90, 80, 70):
        made(days)
    (places.BACKUPS / ".part-2026").mkdir()
    backup.tidy(14)
    assert [round((datetime.now(UTC) - one.made).days, -1) for one in backup.all_whole()] == [70, 80, 90]
    assert not list(places.BACKUPS.glob(".part-*"))
    (kept,) = (places.BACKUPS / "files").glob("*/*")
    nobodys = kept.with_name("0" * 64)
    nobodys.write_bytes(b"x")
    backup.tidy(14)
    assert nobodys.exists()
    os.utime(nobodys, (0, 0))
    os.utime(kept, (0, 0))
    backup.tidy(14)
    assert (nobodys.exists(), kept.exists()) == (False, True)


def test_a_backup_that_is_damaged_or_none_is_not_restored(media: Path) -> None:
    one = made(1)
    assert restore.look(one.folder).folder == one.folder.resolve()
    (one.folder / backup.LIST).write_text("[]")
    with pytest.raises(Trouble, match="is not what it was when the backup was made"):
        restore.look(one.folder)
    (one.folder / backup.DUMP).write_bytes(b"dum")
    with pytest.raises(Trouble, match="the dump is not what it was"):
        restore.look(one.folder)
    with pytest.raises(Trouble, match=f"holds no whole backup. On this machine there are: {one.folder}"):
        restore.look(media)


def test_photos_come_back_as_they_were_and_a_lost_one_is_named(
    media: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "USER", pwd.getpwuid(os.getuid()).pw_name)
    one = made(1)
    (media / PHOTO).write_bytes(b"other")
    assert restore._bring_files(one, None) == []
    assert (media / PHOTO).read_bytes() == b"photo"
    pool = backup.in_pool(places.BACKUPS / "files", backup.sum_of(media / PHOTO), sealed=False)
    pool.write_bytes(b"rotten")
    (media / PHOTO).unlink()
    assert restore._bring_files(one, None) == [PHOTO]
    pool.unlink()
    assert restore._bring_files(one, None) == [PHOTO]
    assert not list(media.rglob(".part-*"))


def test_a_list_that_leads_out_of_its_folder_is_refused(media: Path) -> None:
    one = made(1)
    (one.folder / backup.LIST).write_text(json.dumps([{"name": "../../x", "sum": "0", "size": 1, "time": 1}]))
    one.said["list_sum"] = backup.sum_of(one.folder / backup.LIST)
    with pytest.raises(Trouble, match="outside of its folder"):
        restore._bring_files(one, None)


def test_settings_are_kept_apart_and_once(machine: Path) -> None:
    places.SETTINGS.write_text("SECRET_KEY=x\n")
    kept = backup.keep_settings()
    assert kept.parent == places.KEYS
    assert (kept.read_text(), kept.stat().st_mode & 0o777) == ("SECRET_KEY=x\n", 0o600)
    assert backup.keep_settings() == kept
