"""`raprueang support-bundle`: what somebody needs who is to help from afar, and nothing about any person.

Logs hold no names by rule; what looks like an address, a number or Thai words is taken out all the same.
"""

import argparse
import io
import json
import platform
import re
import tarfile
import time
from datetime import UTC, datetime
from pathlib import Path

from deploy import settings_file
from deploy.keeper import backup, database, doctor, places, releases, units
from deploy.keeper.work import Trouble, run, say, step

LINES = "2000"
# Shown as they are: they say how the machine is set up, and name nobody.
PLAIN = {
    "BEHIND_PROXY",
    "TRUSTED_PROXIES",
    "WEB_PROCESSES",
    "LOG_LEVEL",
    "LOG_FORMAT",
    "BACKUP_DAYS",
    "PGBOUNCER",
}
TAKEN_OUT = [
    (re.compile(r"[^\s@<>\"'=:,;]+@[^\s@<>\"',;]+"), "[e-mail]"),
    (re.compile(r"://[^/\s:@]+:[^/\s@]+@"), "://[password]@"),
    (re.compile(r"[\u0e00-\u0e7f](?:[\u0e00-\u0e7f \u200b]*[\u0e00-\u0e7f])?"), "[thai]"),
    (re.compile(r"\b\d(?:[ -]?\d){12}\b"), "[13 digits]"),
    (re.compile(r"(?<![\w.])(?:\+66|0)(?:[ -]?\d){8,9}(?![\w.])"), "[telephone]"),
    (re.compile(r"\b(?:\d{1,3}\.){3}\d{1,3}\b"), "[ip]"),
    (re.compile(r"(?<![\w:])(?:[0-9a-fA-F]{1,4}:){3,7}[0-9a-fA-F:]*(?![\w:])"), "[ip]"),
    (re.compile(r"\b25\d\d-\d{5,}\b"), "[case]"),
]
ROWS = "SELECT relname || ' ' || greatest(reltuples, 0)::bigint FROM pg_class WHERE relkind = 'r' AND "
"relnamespace = 'public'::regnamespace ORDER BY 1"


def add_options(parser: argparse.ArgumentParser) -> None:
    """What can be given."""
    parser.add_argument("--to", type=Path, default=Path("."), metavar="FOLDER", help="where to write it")


def main(given: argparse.Namespace) -> None:
    """Write the bundle. Raises Trouble."""
    target = given.to / f"raprueang-support-{datetime.now(UTC):%Y%m%d-%H%M%S}.tar.gz"
    with step("Collecting"):
        parts = {name: without_people(text) for name, text in _parts().items()}
    try:
        with open(target, "xb") as opened:
            target.chmod(0o600)
            with tarfile.open(fileobj=opened, mode="w:gz") as archive:
                for name, text in parts.items():
                    _add(archive, f"{target.name.removesuffix('.tar.gz')}/{name}", text)
    except OSError as error:
        raise Trouble(f"{target} cannot be written: {error.strerror}.") from error
    say(f"{target} ({', '.join(parts)})")
    say("It holds no passwords, and nothing about citizens. Look into it before you send it: tar xf")


def without_people(text: str) -> str:
    """The text without what could be a person's address, number or name."""
    for pattern, word in TAKEN_OUT:
        text = pattern.sub(word, text)
    return text


def settings_told(settings: dict[str, str]) -> str:
    """Which settings there are; the values of those alone that say nothing secret."""
    lines = [
        f"{name}={value if name in PLAIN else '(set)' if value else '(empty)'}"
        for name, value in settings.items()
    ]
    return "\n".join(sorted(lines))


def _parts() -> dict[str, str]:
    release = releases.current()
    found = {
        "doctor.txt": "\n".join(f"{line.state}  {line.text}" for line in doctor.examine()),
        "machine.txt": _said(["sh", "-c", "uname -srm; cat /etc/os-release; nproc; free -m; df -h; uptime"]),
        "release.txt": "\n".join(
            [release.name, f"Python {platform.python_version()}", json.dumps(vars(releases.state()))]
        ),
        "libraries.txt": _said(
            [places.python(release), "-m", "pip", "--disable-pip-version-check", "freeze"]
        ),
        "units.txt": _said(
            ["systemctl", "--no-pager", "status", "raprueang-*", "caddy", "redis-server", "postgresql"]
        ),
        "migrations.txt": _asked("SELECT app || '.' || name FROM django_migrations ORDER BY id"),
        "rows.txt": _asked(ROWS),
        "jobs.txt": _asked("SELECT name, started_at, finished_at, succeeded FROM config_jobrun ORDER BY 1"),
        "backups.txt": "\n".join(json.dumps(one.said) for one in backup.all_whole()),
    }
    try:
        found["settings.txt"] = settings_told(settings_file.read(places.SETTINGS))
    except settings_file.SettingsError as error:
        found["settings.txt"] = str(error)
    for name in (*units.SERVICES, "raprueang-backup", "caddy"):
        found[f"{name}.log"] = _said(["journalctl", "--no-pager", "-o", "short-iso", "-n", LINES, "-u", name])
    return found


def _said(command: list[str | Path]) -> str:
    """What a program says, be it well or not."""
    try:
        return run(["sh", "-c", '"$@" 2>&1; true', "sh", *map(str, command)], trouble="")
    except Trouble as trouble:
        return str(trouble)


def _asked(statement: str) -> str:
    try:
        return database.one(statement, database=places.DATABASE)
    except Trouble as trouble:
        return str(trouble)


def _add(archive: tarfile.TarFile, name: str, text: str) -> None:
    content = text.encode()
    member = tarfile.TarInfo(name)
    member.size, member.mtime, member.mode = len(content), int(time.time()), 0o600
    archive.addfile(member, io.BytesIO(content))
