"""`raprueang backup`: the database, then the photos, whole or not at all; settings and keys lie apart.

A backup is a folder: what the database was, and a list of the files with their sums. The files themselves lie
once beside all backups, named by what they hold, so that a night adds what a day brought.
"""

import argparse
import hashlib
import json
import os
import shutil
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from deploy import settings_file
from deploy.keeper import database, places, releases
from deploy.keeper.work import Trouble, alone, megabytes, require_room, run, say, step

PART = ".part-"
POOL = "files"
DUMP, LIST, MANIFEST = "database.dump", "files.json", "backup.json"
SEALED = ".age"
# Never fewer than these, however old they are.
LEAST = 3
DAYS = "14"
BREATHING_SPACE = 256 * 1024**2


@dataclass(frozen=True)
class Backup:
    """A backup that is whole, and what it says of itself."""

    folder: Path
    said: dict[str, Any]

    @property
    def made(self) -> datetime:
        """When the dump was begun."""
        return datetime.fromisoformat(self.said["made"])

    @property
    def size(self) -> int:
        """Bytes of the database's dump."""
        return int(self.said["dump_bytes"])

    @property
    def is_sealed(self) -> bool:
        """Whether it is encrypted to a public key."""
        return bool(self.said["sealed"])


def add_options(parser: argparse.ArgumentParser) -> None:
    """What can be given."""
    parser.add_argument("--by-timer", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--reason", default="by hand", help="a word that stands with the backup")


def main(given: argparse.Namespace) -> None:
    """Make one, and let go of those that are too old. Raises Trouble."""
    with alone():
        made = make("every night" if given.by_timer else given.reason)
    text = f"The backup {made.folder} is whole: database {megabytes(made.size)}, {made.said['files']} files"
    say(f"{text} ({megabytes(made.said['file_bytes'])}).")
    say(f"Settings and keys lie apart, in {keep_settings()}: keep a copy of each elsewhere.")


def make(reason: str) -> Backup:
    """Make a backup and return it. Raises Trouble; then there is none, and those of before are as they
    were."""
    settings = settings_file.read(places.SETTINGS)
    database.require_here(settings.get("DATABASE_URL", ""))
    recipient = settings.get("BACKUP_RECIPIENT", "")
    tidy(int(settings.get("BACKUP_DAYS") or DAYS))
    require_room(places.BACKUPS, database.size() + BREATHING_SPACE)
    now = datetime.now(UTC)
    part = places.BACKUPS / f"{PART}{now:%Y-%m-%dT%H%M%S}"
    part.mkdir(mode=0o700, parents=True)
    try:
        with step("Dumping the database"):
            database.dump(part / DUMP)
            dump = _sealed(part / DUMP, recipient)
        with step("Keeping the photos and papers"):
            files = _keep_files(recipient, in_bucket=bool(settings.get("S3_BUCKET")))
        (part / LIST).write_text(json.dumps(files), encoding="utf-8")
        said = {
            "made": now.isoformat(),
            "reason": reason,
            "release": releases.current().name,
            "version": releases.version(releases.current()),
            "dump": dump.name,
            "dump_bytes": dump.stat().st_size,
            "dump_sum": sum_of(dump),
            "list_sum": sum_of(part / LIST),
            "files": len(files),
            "file_bytes": sum(file["size"] for file in files),
            "sealed": bool(recipient),
        }
        (part / MANIFEST).write_text(json.dumps(said, indent=1), encoding="utf-8")
        _close(part)
        target = places.BACKUPS / part.name.removeprefix(PART)
        part.rename(target)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    made = Backup(target, said)
    stamp(made)
    return made


def stamp(made: Backup) -> None:
    """Let the program know when its last backup was made, and how large it is: it may not look at backups."""
    places.STAMP.parent.mkdir(exist_ok=True)
    places.STAMP.parent.chmod(0o755)
    part = places.STAMP.with_name(f"{PART}{places.STAMP.name}")
    size = made.size + int(made.said["file_bytes"])
    part.write_text(json.dumps({"at": made.said["made"], "bytes": size}), encoding="utf-8")
    part.chmod(0o644)
    os.replace(part, places.STAMP)


def all_whole() -> list[Backup]:
    """The backups of this machine, the newest first."""
    found = [read(place) for place in places.BACKUPS.glob("*/") if not place.name.startswith(PART)]
    return sorted((one for one in found if one), key=lambda one: one.made, reverse=True)


def read(folder: Path) -> Backup | None:
    """The backup that a folder holds; None where it holds none."""
    try:
        said = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        return Backup(folder, said) if {"made", "dump", "dump_sum", "list_sum"} <= set(said) else None
    except (OSError, ValueError):
        return None


def tidy(days: int) -> None:
    """Remove what a kill has left, backups that are too old, and files that no backup names any more."""
    for part in places.BACKUPS.glob(f"{PART}*"):
        shutil.rmtree(part, ignore_errors=True)
    before = datetime.now(UTC) - timedelta(days=days)
    for old in [one for one in all_whole()[LEAST:] if one.made < before]:
        shutil.rmtree(old.folder, ignore_errors=True)
    named = {file["sum"] for one in all_whole() for file in listed(one)}
    for file in (places.BACKUPS / POOL).glob("*/*"):
        # A file that is just being kept has no list yet.
        if file.name.removesuffix(SEALED) not in named and file.stat().st_mtime < time.time() - 3600:
            file.unlink(missing_ok=True)


def listed(one: Backup) -> list[dict[str, Any]]:
    """The files of a backup: name, size, sum and time. Raises Trouble where the list is damaged."""
    if sum_of(one.folder / LIST) != one.said["list_sum"]:
        raise Trouble(
            f"{one.folder / LIST} is not what it was when the backup was made. Take another backup."
        )
    found: list[dict[str, Any]] = json.loads((one.folder / LIST).read_text(encoding="utf-8"))
    return found


def in_pool(pool: Path, total: str, *, sealed: bool) -> Path:
    """Where a file with this sum lies."""
    return pool / total[:2] / f"{total}{SEALED if sealed else ''}"


def sum_of(file: Path) -> str:
    """What a file holds (SHA-256). Raises Trouble where it cannot be read."""
    try:
        with open(file, "rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()
    except OSError as error:
        raise Trouble(f"{file} cannot be read: {error.strerror}.") from error


def keep_settings() -> Path:
    """Keep a copy of the settings as they are now, apart from the backups, and return where it lies."""
    text = places.SETTINGS.read_text(encoding="utf-8")
    kept = sorted(places.KEYS.glob("settings-*.env"))
    if kept and kept[-1].read_text(encoding="utf-8") == text:
        return kept[-1]
    target = places.KEYS / f"settings-{datetime.now(UTC):%Y-%m-%dT%H%M%S}.env"
    settings_file.write(target, text)
    return target


def _keep_files(recipient: str, *, in_bucket: bool) -> list[dict[str, Any]]:
    """Have every file of the product in the pool; return the list of them."""
    media, pool = places.VAR / "media", places.BACKUPS / POOL
    known = {}
    if before := next(iter(all_whole()), None):
        known = {(file["name"], file["size"], file["time"]): file["sum"] for file in listed(before)}
    found = []
    for path in sorted(media.rglob("*")) if media.is_dir() and not in_bucket else []:
        # What is just being written (config.disk) has no row yet.
        if path.is_symlink() or not path.is_file() or path.name.endswith(".part"):
            continue
        try:
            about, name = path.stat(), str(path.relative_to(media))
            total = known.get((name, about.st_size, about.st_mtime_ns)) or sum_of(path)
            _keep(path, in_pool(pool, total, sealed=bool(recipient)), recipient)
        except (FileNotFoundError, Trouble):
            if path.exists():
                raise
            # Removed meanwhile, as files without a row are.
            continue
        found.append({"name": name, "size": about.st_size, "time": about.st_mtime_ns, "sum": total})
    return found


def _keep(path: Path, target: Path, recipient: str) -> None:
    if target.exists():
        return
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = target.with_name(f"{PART}{target.name}")
    if recipient:
        seal(path, part, recipient)
    else:
        shutil.copyfile(path, part)
    part.chmod(0o600)
    os.replace(part, target)


def seal(path: Path, target: Path, recipient: str) -> None:
    """Encrypt a file to a public key of age. Raises Trouble."""
    command: list[str | Path] = ["age", "--encrypt", "--recipient", recipient, "--output", target, path]
    run(command, trouble="The backup could not be encrypted. Is BACKUP_RECIPIENT a public key of age?")


def _sealed(file: Path, recipient: str) -> Path:
    if not recipient:
        return file
    target = file.with_name(f"{file.name}{SEALED}")
    seal(file, target, recipient)
    file.unlink()
    return target


def _close(folder: Path) -> None:
    """For root's eyes alone, and on the disk before anybody relies on it."""
    for path in folder.iterdir():
        path.chmod(0o600)
        with open(path, "rb") as opened:
            os.fsync(opened.fileno())
