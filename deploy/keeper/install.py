"""`raprueang install`: from an empty machine to a site that serves; again, to the same or the next
release."""

import argparse
import base64
import os
import re
import secrets
import socket
from pathlib import Path
from urllib.parse import urlsplit

from deploy import settings_file
from deploy.keeper import backup, database, health, places, proxy, releases, restore, units
from deploy.keeper.work import Trouble, alone, asked, manage, require_room, run, say, step, succeeds

PACKAGES = [
    *("python3", "python3-venv", "postgresql", "redis-server", "caddy", "openssl", "ca-certificates", "age"),
    *("libpango-1.0-0", "libpangoft2-1.0-0", "fonts-droid-fallback"),
]
KNOWN = {("debian", "12"), ("debian", "13"), ("ubuntu", "24.04")}
ROOM = 3 * 1024**3
ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
MAIL_SCHEMES = {"smtp", "smtps", "smtp+tls", "smtp+ssl", "submission"}
NO_MAIL = "smtp://127.0.0.1:25"
HEAD = """# The settings of Rap Rueang: NAME=value, as docs/operations.md names them.
# `raprueang set NAME=value` changes one and restarts what reads it.
# Keep a copy of FIELD_KEYS away from this machine.
"""
DONE = """
The site runs: {url}
{first}Next:
  sudo raprueang doctor                          what is well and what is not
  sudo raprueang set EMAIL_URL                   the mail server, where it was not given
  sudo raprueang manage sendtestemail you@…      a first mail
Copy {keys} to a safe place that is not this machine: without the keys nothing sealed can be read.
"""


def add_options(parser: argparse.ArgumentParser) -> None:
    """What can be given instead of being asked."""
    parser.add_argument("--host", help="host name of the site, such as eservice.example.go.th")
    parser.add_argument(
        "--mail", metavar="URL", help="SMTP server: smtp+tls://user:password@host:587; “later” leaves it out"
    )
    parser.add_argument("--sender", metavar="ADDRESS", help="address that letters come from")
    parser.add_argument(
        "--admin", metavar="NAME", help="user name of the first administrator; “nobody” makes none"
    )
    parser.add_argument("--admin-mail", metavar="ADDRESS", help="e-mail address of the first administrator")
    parser.add_argument(
        "--certificate",
        type=Path,
        metavar="FILE",
        help="a certificate of your own (PEM, with its chain), with --key",
    )
    parser.add_argument("--key", type=Path, metavar="FILE", help="its private key (PEM)")
    parser.add_argument(
        "--self-signed", action="store_true", help="a certificate that no browser trusts, for a try"
    )
    parser.add_argument(
        "--sample", action="store_true", help="with departments and kinds of the sample municipality"
    )
    parser.add_argument("--restore", type=Path, metavar="FOLDER", help="fill the new site from this backup")
    parser.add_argument(
        "--settings", type=Path, metavar="FILE", help="settings with keys of the lost machine, with --restore"
    )
    parser.add_argument(
        "--identity", type=Path, metavar="FILE", help="age's secret key, where the backup is encrypted"
    )


def main(given: argparse.Namespace) -> None:
    """Install, or bring up to date; everything may be done again. Raises Trouble."""
    _look(given)
    wanted = _settings(given)
    host = urlsplit(wanted["SITE_URL"]).hostname or ""
    with alone():
        with step("Fetching packages of the system (a few minutes)"):
            fetch_packages()
        _user_and_folders()
        _write_settings(wanted)
        with step("Preparing PostgreSQL and Redis"):
            database.prepare()
            run(["systemctl", "enable", "--now", "redis-server"], trouble="Redis did not start.")
        release = releases.build(places.SOURCE)
        _keep_a_way_back(release)
        _take_over(release, sample=given.sample)
        with step("Setting up the web server"):
            if given.certificate:
                proxy.take_certificate(given.certificate, given.key)
            proxy.write(host, _way(given))
        with step("Starting"):
            units.start()
            health.wait_until_ready(host)
    first = _administrator(given, release)
    if given.restore:
        restore.bring_back(given.restore, identity=given.identity, replace=False)
        first = ""
    kept = backup.keep_settings()
    say(DONE.format(url=wanted["SITE_URL"], first=first, keys=kept))


def _look(given: argparse.Namespace) -> None:
    """Raise Trouble for what cannot go well, before anything is changed."""
    if bool(given.certificate) != bool(given.key):
        raise Trouble("--certificate and --key belong together.")
    if given.certificate and given.self_signed:
        raise Trouble("Either --certificate or --self-signed.")
    if given.settings and not given.restore:
        raise Trouble("--settings belongs to --restore.")
    if given.restore:
        restore.look(given.restore)
        if places.SETTINGS.exists() and given.settings:
            raise Trouble(f"{places.SETTINGS} is there already. Use: raprueang restore {given.restore}")
    if not Path("/run/systemd/system").is_dir():
        raise Trouble("systemd does not run on this machine, and the services need it.")
    if (found := _system()) not in KNOWN:
        say(f"Note: this is {' '.join(found)}, and made for Debian 12 and 13 and Ubuntu 24.04.")
    require_room(Path("/opt"), ROOM)
    if not places.CURRENT.is_symlink():
        _require_free_port()


def _settings(given: argparse.Namespace) -> dict[str, str]:
    """All settings as they shall be: what is there stays, what is given is put in, the rest is asked."""
    found = settings_file.read(places.SETTINGS) if places.SETTINGS.exists() else {}
    if given.settings:
        found = settings_file.read(given.settings)
    old_host = urlsplit(found.get("SITE_URL", "")).hostname or ""
    host = proxy.checked_host(given.host or old_host or asked("Host name of the site"))
    if host != old_host:
        found |= {"SITE_URL": f"https://{host}", "ALLOWED_HOSTS": host}
    found["EMAIL_URL"] = checked_mail(given.mail or found.get("EMAIL_URL") or asked(
        "Mail server, smtp+tls://user:password@host:587 (or later)", default="later"))  # fmt: skip
    sender = given.sender or found.get("DEFAULT_FROM_EMAIL") or asked(
        "Address that letters come from", default=f"no-reply@{host.partition('.')[2]}")  # fmt: skip
    if not ADDRESS.fullmatch(sender):
        raise Trouble(f"“{sender}” is no e-mail address.")
    own = {
        "DEFAULT_FROM_EMAIL": sender,
        # The program and its database stand on one machine; another database is not overwritten.
        "DATABASE_URL": found.get("DATABASE_URL") or database.url(),
        "REDIS_URL": found.get("REDIS_URL") or "redis://127.0.0.1:6379/0",
        "SECRET_KEY": found.get("SECRET_KEY") or secrets.token_urlsafe(50),
        "FIELD_KEYS": found.get("FIELD_KEYS") or base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
        "VAR_DIR": str(places.VAR),
        "BEHIND_PROXY": "1",
        "TRUSTED_PROXIES": found.get("TRUSTED_PROXIES") or "1",
    }
    return {**found, **own}


def checked_mail(typed: str) -> str:
    """The mail server as the program reads it. Raises Trouble where it is none."""
    if typed == "later":
        return NO_MAIL
    try:
        parts = urlsplit(typed)
        known = parts.scheme in MAIL_SCHEMES and parts.hostname and (parts.port or True)
    except ValueError:
        known = False
    if not known:
        raise Trouble(
            "The mail server is written as smtp+tls://user:password@mail.example.go.th:587; a sign such as @ "
            "or / in user or password as %40 or %2F."
        )
    return typed


def fetch_packages() -> None:
    """Install what the product needs of the system. Raises Trouble."""
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "NEEDRESTART_MODE": "a"}
    # Not without the update: an old list names packages that the server has no more.
    sentence = "The system's package lists could not be fetched. Does this machine reach its package server?"
    wait = ["-o", "DPkg::Lock::Timeout=300", "-qq"]
    run(["apt-get", *wait, "update"], trouble=sentence, env=env)
    command = ["apt-get", *wait, "install", "-y", "--no-install-recommends", *PACKAGES]
    run(command, trouble="A package of the system could not be installed.", env=env)


def _user_and_folders() -> None:
    if not succeeds(["id", places.USER]):
        command: list[str | Path] = [
            "useradd",
            "--system",
            "--user-group",
            "--home-dir",
            places.VAR,
            "--no-create-home",
        ]
        run([*command, "--shell", "/usr/sbin/nologin", places.USER], trouble="The user cannot be made.")
    for folder, mode in ((places.HOME, 0o755), (places.RELEASES, 0o755), (places.SETTINGS.parent, 0o755),
                         (places.BACKUPS, 0o700), (places.KEYS, 0o700), (places.VAR, 0o750)):  # fmt: skip
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(mode)
    run(["chown", f"{places.USER}:", places.VAR], trouble=f"{places.VAR} cannot be given to its user.")


def _write_settings(wanted: dict[str, str]) -> None:
    text = places.SETTINGS.read_text(encoding="utf-8") if places.SETTINGS.exists() else HEAD
    settings_file.write(places.SETTINGS, settings_file.changed(text, wanted))
    run(["chown", f"{places.USER}:", places.SETTINGS], trouble=f"{places.SETTINGS} keeps a wrong owner.")


def _keep_a_way_back(release: Path) -> None:
    """Where another release runs: back it up, and remember how `rollback` leads back to it. Raises
    Trouble."""
    if places.CURRENT.is_symlink() and (old := releases.current()) != release:
        made = backup.make(f"before {release.name}")
        releases.remember(releases.State(old.name, release.name, database.heads(), str(made.folder)))


def _take_over(release: Path, *, sample: bool) -> None:
    """Have the release be the one that runs: tables, files, units, command."""
    with step("Packing the files of the pages"):
        pack(release)
    with step("Bringing the database up to date"):
        units.stop()
        manage(release, "migrate", "--verbosity", "0", trouble="The tables could not be made.")
        if sample:
            manage(release, "load_municipality", trouble="The sample municipality could not be loaded.")
    put_in_place(release)


def pack(release: Path) -> None:
    """Pack a release's static files beside those of the one that runs, and have its settings judged. Raises
    Trouble."""
    manage(release, "collectstatic", "--noinput", "--verbosity", "0", trouble="Static files are not packed.")
    manage(release, "check", "--deploy", "--fail-level", "ERROR", trouble="The settings are refused.")


def put_in_place(release: Path) -> None:
    """Make a release the current one, and write its units and its command. Raises Trouble."""
    releases.switch(release)
    places.COMMAND.parent.mkdir(parents=True, exist_ok=True)
    if not places.COMMAND.is_symlink():
        places.COMMAND.unlink(missing_ok=True)
        places.COMMAND.symlink_to(places.CURRENT / "deploy" / "raprueang")
    units.write()


def _administrator(given: argparse.Namespace, release: Path) -> str:
    """Make the first administrator where there are no people yet; return what the keeper has to know."""
    count = "from cases.models import User; print(User.objects.count())"
    if manage(release, "shell", "-c", count, trouble="People could not be counted.").split()[-1] != "0":
        return ""
    if (
        given.restore
        or (name := given.admin or asked("User name of the first administrator", default="admin")) == "nobody"
    ):
        return ""
    mail = given.admin_mail or asked("E-mail address of the first administrator", default="-")
    password = "-".join(secrets.token_hex(2) for _ in range(4))
    options = ["--noinput", "--username", name, "--email", "" if mail == "-" else mail]
    manage(release, "createsuperuser", *options, trouble=f"The administrator {name} could not be made.",
           DJANGO_SUPERUSER_PASSWORD=password)  # fmt: skip
    change = f"User.objects.filter(username={name!r}).update(must_change_password=True)"
    change = f"from cases.models import User; {change}"
    manage(release, "shell", "-c", change, trouble="The first password could not be marked.")
    return f"First administrator: {name}, password {password} (to be changed at the first log-in, /staff/)\n"


def _way(given: argparse.Namespace) -> str:
    """Which certificate: what is given; else the one of before; else one by ACME."""
    if given.certificate:
        return proxy.OWN
    if given.self_signed:
        return proxy.SELF_SIGNED
    return proxy.way_of(places.SITE.read_text(encoding="utf-8")) if places.SITE.exists() else proxy.ACME


def _system() -> tuple[str, str]:
    try:
        lines = Path("/etc/os-release").read_text(encoding="utf-8").splitlines()
    except OSError:
        return ("unknown", "")
    found = dict(line.split("=", 1) for line in lines if "=" in line)
    return found.get("ID", "").strip('"'), found.get("VERSION_ID", "").strip('"')


def _require_free_port() -> None:
    for port in (80, 443, places.PORT):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("", port))
            except OSError as error:
                # Caddy, of a first try that ended before the program was there.
                if port == places.PORT or not units.is_active("caddy"):
                    raise Trouble(
                        f"Port {port} of this machine is taken by another program. `ss -ltnp` names it; "
                        "stop it, or take a machine of its own."
                    ) from error
