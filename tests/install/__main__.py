"""`make install-test`: install on an empty machine, file, reboot, upgrade, go back, restore. `--short`:
the CI's.

It ends with 0 where this machine cannot boot another one, and says so; with 1 where the installation is
broken.
"""

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from tests.install.machine import SUITE, CannotBoot, Machine, remove
from tests.install.road import HOST, Citizen, Road, told
from tests.servers import MailServer

BASE = Path(__file__).resolve().parent.parent.parent
# With what nothing is begun any more in the CI.
ENOUGH = 420.0


class TooLate(Exception):
    """The time is over: nothing is known about the installation."""


def main() -> int:
    """Walk the road; the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.install")
    parser.add_argument("--short", action="store_true", help="install, file, letter")
    parser.add_argument("--folder", type=Path, help="keeps the empty system there, for the next time")
    parser.add_argument("--seconds", type=float, default=3600, help="so much time is left")
    parser.add_argument("--suite", default=SUITE, help="Debian's name: bookworm, trixie")
    given = parser.parse_args()
    begun = time.monotonic()
    for number in (signal.SIGALRM, signal.SIGTERM):
        signal.signal(number, _too_late)
    signal.alarm(int(given.seconds))
    folder = given.folder or Path(tempfile.mkdtemp(prefix="raprueang-install-"))
    folder.mkdir(parents=True, exist_ok=True)
    machine = Machine(folder, given.suite)
    try:
        machine.make()
        machine.boot()
        if given.seconds - (time.monotonic() - begun) < ENOUGH:
            raise CannotBoot("too little time is left")
        _reach_packages(machine)
        with MailServer() as mail:
            _walk(Road(machine, mail), short=given.short)
        print(f"\nThe whole road was walked in {time.monotonic() - begun:.0f} s.", flush=True)
    except (CannotBoot, TooLate, subprocess.TimeoutExpired) as cannot:
        print(f"The installation was not tried to its end on an empty machine: {cannot}.", flush=True)
        return 0
    except (AssertionError, pytest.fail.Exception) as broken:
        print(f"\nBroken: {broken}", flush=True)
        print(machine.asks("journalctl --no-pager -n 60 -u 'raprueang-*' -u caddy"), flush=True)
        return 1
    finally:
        machine.stop()
        remove(machine.root if given.folder else folder)
    return 0


def _too_late(number: int, frame: object) -> None:
    raise TooLate("the time is over")


def _reach_packages(machine: Machine) -> None:
    """Raises CannotBoot where the machine inside reaches no packages: that is no fault of the installer."""
    if machine._run("apt-get -qq update && apt-get -qq -s install caddy", seconds=600).returncode:
        raise CannotBoot("no package server is reached from inside")


def _walk(road: Road, *, short: bool) -> None:
    source = _release(road.machine, "one")
    with told("install on an empty machine"):
        begun = time.monotonic()
        road.install(source)
        print(f"Installed in {time.monotonic() - begun:.0f} s.", flush=True)
    with told("a citizen files over HTTPS, and the letter arrives"):
        number = road.file()
        road.find_letter(number)
    if short:
        return
    with told("doctor, verify, again the same"):
        road.does("raprueang doctor")
        road.does("raprueang verify")
        road.install(source)
        for unit in ("web", "worker", "beat", "backup"):
            said = road.does(
                f"systemd-analyze security --no-pager --threshold=40 raprueang-{unit}.service | tail -1"
            )
            print(said)
    with told("while the program is away, the web server says so"):
        road.does("systemctl stop raprueang-web")
        page = Citizen().go("/")
        assert (page.status, "ปิดปรับปรุงชั่วคราว" in page.html) == (503, True), page.html
        road.does("systemctl start raprueang-web")
    with told("a setting that is refused changes nothing, one that is well is taken"):
        road.does("raprueang set FIELD_KEYS=no-key", trouble=True)
        road.does("raprueang set 'METRICS_TOKEN=a$b \"c#'")
        assert 'a$b "c#' in road.does(
            "raprueang manage shell -c 'from django.conf import settings as s; print(s.METRICS_TOKEN)'"
        )
    with told("backup, and a second one"):
        road.does("raprueang backup")
        road.does("systemctl start raprueang-backup")
        assert "2 backups" in road.does("raprueang doctor")
    with told("reboot"):
        road.machine.stop()
        road.machine.boot()
        number = road.file()
        road.find_letter(number)
    with told("upgrade to a release with one more migration, and back; what was filed between stays"):
        road.does(f"raprueang upgrade {_archive(road.machine, 'two', change=True)}", seconds=1500)
        between = road.file()
        road.find_letter(between)
        road.does("raprueang rollback", seconds=900)
        there = f"from cases.models import Case; print(Case.objects.filter(number='{between}').exists())"
        assert "True" in road.does(f'raprueang manage shell -c "{there}"')
        road.does("raprueang verify")
    with told("an upgrade that does not serve is taken back by itself"):
        said = road.does(
            f"raprueang upgrade {_archive(road.machine, 'bad', broken=True)}", seconds=1500, trouble=True
        )
        assert "taken back" in said, said
        road.file()
        road.letters += 1
    with told("restore: nothing is sent, numbers go on above, the keeper lets go"):
        folder = road.does("ls -d /var/backups/raprueang/2*").split()[0]
        road.does(f"raprueang restore {folder}", trouble=True)
        road.does(f"raprueang restore --replace {folder}", seconds=900)
        after = road.file()
        assert after > between, (after, between)
        road.does("raprueang letters release")
        road.find_letter(after)
        road.does("raprueang verify")
    with told("new keys"):
        road.does(
            "raprueang set FIELD_KEYS=$(python3 -c 'import base64, secrets; "
            "print(base64.urlsafe_b64encode(secrets.token_bytes(32)).decode())'),"
            "$(sed -n s/^FIELD_KEYS=//p /etc/raprueang/settings.env)"
        )
        assert "Nothing lies under an older key" in road.does("raprueang reencrypt")
    with told("an encrypted backup, and from it a new machine"):
        road.does("age-keygen -o /root/age.key")
        road.does("raprueang set BACKUP_RECIPIENT=$(age-keygen -y /root/age.key)")
        road.does("raprueang backup")
        last = road.file()
        road.find_letter(last)
    with told("help from afar"):
        road.does("raprueang support-bundle --to /root")
        said = road.does("tar xOzf /root/raprueang-support-*.tar.gz")
        for word in ("สมชาย", "somchai@", "0812345678", "SECRET_KEY=s"):
            assert word not in said, word
    with told("the machine is lost; an empty one goes on from the backup"):
        _lose(road.machine)
        source = _release(road.machine, "one")
        folder = road.does("ls -d /root/backups/2* | tail -1").split()[-1]
        settings = road.does("ls /root/keys/settings-*.env | tail -1").split()[-1]
        options = (
            f"--restore {folder} --settings {settings} --identity /root/age.key --self-signed --admin nobody"
        )
        road.does(f"{source}/deploy/install {options}", seconds=1500)
        road.does("raprueang verify")
        again = road.file()
        assert again > last, (again, last)
        road.does("raprueang letters drop")
        road.find_letter(again)


def _lose(machine: Machine) -> None:
    """Keep of a machine what was copied elsewhere, and begin with an empty one."""
    kept = machine.root.with_name("kept")
    remove(kept)
    kept.mkdir()
    machine.stop()
    for name, place in (("backups", "var/backups/raprueang"), ("keys", "var/backups/raprueang-keys"),
                        ("age.key", "root/age.key")):  # fmt: skip
        subprocess.run(["cp", "-a", machine.root / place, kept / name], check=True)
    machine.make()
    subprocess.run(["cp", "-a", *kept.iterdir(), machine.root / "root"], check=True)
    remove(kept)
    machine.boot()


def _release(machine: Machine, name: str) -> str:
    """Lay the source of a release into the machine; where it lies."""
    file = _archive(machine, name)
    machine.does(f"mkdir {name} && tar xf {file} -C {name} --strip-components=1")
    return f"/root/{name}"


def _archive(machine: Machine, name: str, *, change: bool = False, broken: bool = False) -> str:
    """Pack this source as a release, perhaps with one more migration or unable to serve; its path inside."""
    with tempfile.TemporaryDirectory() as made:
        source = Path(made, "source")
        names = subprocess.run(
            ["git", "ls-files"], cwd=BASE, capture_output=True, text=True, check=True
        ).stdout
        for one in names.splitlines():
            (source / one).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(BASE / one, source / one)
        if change:
            _add_migration(source)
        if broken:
            (source / "config" / "wsgi.py").write_text("raise RuntimeError('It does not serve.')\n")
        env = {**os.environ, "SOURCE_DATE_EPOCH": "1780000000"}
        command = [sys.executable, "-m", "deploy.package", "release"]
        subprocess.run(command, cwd=source, check=True, env=env, stdout=subprocess.DEVNULL)
        (packed,) = source.glob("dist/*.tar.gz")
        target = machine.root / "root" / f"{name}.tar.gz"
        shutil.copy2(packed, target)
        shutil.copy2(f"{packed}.sha256", f"{target}.sha256")
    return f"/root/{name}.tar.gz"


def _add_migration(source: Path) -> None:
    """A column that the next release has; it can be taken back."""
    folder = source / "config" / "migrations"
    last = sorted(path.stem for path in folder.glob("0*.py"))[-1]
    text = f"""from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("config", "{last}")]
    operations = [
        migrations.RunSQL(
            "ALTER TABLE config_jobrun ADD COLUMN note text NOT NULL DEFAULT ''",
            "ALTER TABLE config_jobrun DROP COLUMN note",
        )
    ]
"""
    (folder / "9001_note.py").write_text(text)


if __name__ == "__main__":
    print(f"The installation is tried on an empty machine, {HOST}.", flush=True)
    sys.exit(main())
