"""`raprueang doctor`: what is well, what is not, and what to do about it; one line each."""

import argparse
import shutil
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from deploy import settings_file
from deploy.keeper import backup, database, health, install, places, releases, units
from deploy.keeper.work import Trouble, manage, megabytes, run, say

WELL, LOOK, BAD = "ok  ", "look", "BAD "
OLD = timedelta(hours=36)
SOON = timedelta(days=14)
LEAST_ROOM = 2 * 1024**3
PORTS = {"smtps": 465, "smtp+ssl": 465, "smtp": 25}
# What /readyz looks at, and what to do where it is not well.
READY = {
    "database": "PostgreSQL does not answer: systemctl status postgresql",
    "broker": "Redis does not answer; letters leave a little later: systemctl restart redis-server",
    "beat": "the timetable does not run: systemctl restart raprueang-beat",
    "worker": "no job ended lately: systemctl restart raprueang-worker",
    "oldest_unsent": "letters wait for more than ten minutes: is the mail server well, are letters held?",
    "disk": "the photos' disk is full: make room below /var/lib/raprueang",
    "keys": "FIELD_KEYS do not open what the database has sealed: docs/operations.md, “Change the keys”",
    "static": "files of the pages are not packed: run deploy/install of this release again",
    "files": "the storage of photos does not answer: look at the S3_ settings",
    "replica": "the read replica is behind or away; figures are read from the database itself",
}


@dataclass(frozen=True)
class Line:
    """One thing that was looked at."""

    state: str
    text: str


def main(given: argparse.Namespace) -> int:
    """Say everything; 1 where something is bad. Raises Trouble where nothing is installed."""
    lines = list(examine())
    for line in lines:
        say(f"{line.state}  {line.text}")
    bad = sum(line.state == BAD for line in lines)
    looks = sum(line.state == LOOK for line in lines)
    say(f"\n{bad} bad, {looks} to look at, {len(lines) - bad - looks} well.")
    return 1 if bad else 0


def examine() -> Iterator[Line]:
    """Look at everything, one thing after the other; what fails says so and keeps nothing else from being
    looked at. Raises Trouble where nothing is installed."""
    release = releases.current()
    yield Line(WELL, f"Program: {release.name}")
    try:
        settings = settings_file.read(places.SETTINGS)
    except settings_file.SettingsError as error:
        yield Line(BAD, str(error))
        return
    host = urlsplit(settings.get("SITE_URL", "")).hostname or ""
    looks: list[Callable[[], Iterator[Line]]] = [
        _settings_file,
        _services,
        lambda: _program(host),
        lambda: _outside(host),
        lambda: _check(release),
        lambda: _database(settings),
        lambda: _letters(release),
        lambda: _mail(settings),
        _room,
        lambda: _backups(settings),
        _clock,
    ]
    for look in looks:
        try:
            yield from look()
        except Trouble as trouble:
            yield Line(BAD, str(trouble))
        except OSError as error:
            yield Line(BAD, f"Something could not be looked at: {error}")


def _settings_file() -> Iterator[Line]:
    about = places.SETTINGS.stat()
    if about.st_mode & 0o077:
        yield Line(BAD, f"Others can read {places.SETTINGS}, which holds keys: chmod 600 {places.SETTINGS}")
    else:
        yield Line(WELL, f"Settings: {places.SETTINGS}, closed to others")


def _services() -> Iterator[Line]:
    for name in (*units.SERVICES, "postgresql", "redis-server", "caddy", units.TIMER):
        if units.is_active(name):
            yield Line(WELL, f"{name} runs")
        else:
            yield Line(BAD, f"{name} does not run: systemctl restart {name}; journalctl -u {name} -n 50")


def _program(host: str) -> Iterator[Line]:
    try:
        found: dict[str, Any] = health.ready(host)
    except (OSError, ValueError):
        yield Line(BAD, "The program does not answer: journalctl -u raprueang-web -n 50")
        return
    for name, check in found.get("checks", {}).items():
        if not check["ok"]:
            yield Line(BAD, READY.get(name, name))
    if found["status"] == "ok":
        yield Line(WELL, "The program, its database, its workers and their timetable are well (/readyz)")


def _outside(host: str) -> Iterator[Line]:
    try:
        status, wrong = health.status_outside(host)
        ends = health.certificate_ends(host)
    except OSError as error:
        yield Line(
            BAD, f"https://{host}/ does not answer on this machine ({error}): journalctl -u caddy -n 50"
        )
        return
    yield Line(WELL if status == 200 else BAD, f"https://{host}/ answers {status}")
    if wrong:
        text = (
            f"Browsers do not trust the certificate ({wrong}). For a try that is so; else name a certificate,"
        )
        yield Line(LOOK, f"{text} or let {host} lead to this machine from the internet (ports 80 and 443)")
    left = (ends or datetime.now(UTC)) - datetime.now(UTC)
    if ends and (left > SOON or (wrong and left > timedelta(0))):
        yield Line(WELL, f"Certificate until {ends:%d.%m.%Y}")
    else:
        yield Line(
            BAD, f"The certificate ends {ends:%d.%m.%Y %H:%M}" if ends else "No certificate to be read"
        )
    try:
        socket.getaddrinfo(host, 443)
    except OSError:
        yield Line(LOOK, f"The name {host} leads nowhere yet: ask who keeps your domain for a DNS entry")


def _check(release: Any) -> Iterator[Line]:
    said = manage(
        release, "check", "--deploy", trouble="The settings are refused (manage.py check --deploy)."
    )
    yield Line(WELL, "The settings are accepted (manage.py check --deploy)")
    for line in said.splitlines():
        if line.startswith("?: "):
            yield Line(LOOK, line.removeprefix("?: "))
    behind = manage(release, "showmigrations", "--plan", trouble="The tables cannot be looked at.")
    count = sum(line.startswith("[ ]") for line in behind.splitlines())
    if count:
        yield Line(
            BAD, f"{count} changes of the tables are missing: run deploy/install of this release again"
        )


def _database(settings: dict[str, str]) -> Iterator[Line]:
    if database.is_here(settings.get("DATABASE_URL", "")):
        yield Line(WELL, f"Database: {megabytes(database.size())}")
    else:
        yield Line(LOOK, "The database is on a server that raprueang does not back up")


def _letters(release: Any) -> Iterator[Line]:
    said = manage(release, "letters", "status", trouble="The letters cannot be counted.")
    for line in said.splitlines():
        yield Line(LOOK if "held" in line else WELL, line)


def _mail(settings: dict[str, str]) -> Iterator[Line]:
    address = settings.get("EMAIL_URL", "")
    if settings.get("EMAIL_BACKEND"):
        yield Line(WELL, "Mail goes by a service (EMAIL_BACKEND)")
        return
    parts = urlsplit(address)
    where = f"{parts.hostname}:{parts.port or PORTS.get(parts.scheme, 587)}"
    try:
        port = parts.port or PORTS.get(parts.scheme, 587)
        with socket.create_connection((parts.hostname or "", port), timeout=5) as line:
            said = b"220" if port == 465 else line.recv(3)
    except OSError:
        hint = (
            "raprueang set EMAIL_URL=smtp+tls://user:password@host:587" if address == install.NO_MAIL else ""
        )
        yield Line(BAD, f"The mail server {where} does not answer; letters wait. {hint}".strip())
        return
    well = said == b"220"
    yield Line(WELL if well else BAD, f"The mail server {where} {'answers' if well else 'is no mail server'}")


def _room() -> Iterator[Line]:
    for folder in (places.VAR, places.BACKUPS, places.HOME):
        free = shutil.disk_usage(folder).free
        state = WELL if free > LEAST_ROOM else BAD
        yield Line(state, f"Room at {folder}: {megabytes(free)}")


def _backups(settings: dict[str, str]) -> Iterator[Line]:
    found = backup.all_whole()
    if not found:
        yield Line(LOOK, "There is no backup yet: raprueang backup (else the first comes at 2:10 at night)")
        return
    newest = found[0]
    age = datetime.now(UTC) - newest.made
    text = f"{len(found)} backups; the newest is {age.total_seconds() / 3600:.0f} hours old, database "
    text += f"{megabytes(newest.size)}, {newest.said['files']} files, "
    text += "encrypted" if newest.is_sealed else "not encrypted (BACKUP_RECIPIENT)"
    if age > OLD:
        yield Line(BAD, f"{text}. Too old: journalctl -u raprueang-backup -n 50")
    else:
        yield Line(WELL, text)
    if len(found) > 1 and newest.size < found[1].size / 2:
        yield Line(LOOK, "The newest backup is less than half of the one before. Is something missing?")
    if newest.said["files"] and settings.get("S3_BUCKET"):
        yield Line(LOOK, "Photos lie in S3 now, and are in no backup of this machine")


def _clock() -> Iterator[Line]:
    said = run(
        ["timedatectl", "show", "--property=NTPSynchronized", "--value"], trouble="The clock is unknown."
    )
    if said == "yes":
        yield Line(WELL, "The clock is kept right by NTP")
    else:
        yield Line(LOOK, "The clock is not kept right by NTP: apt install systemd-timesyncd")
