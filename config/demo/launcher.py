"""The whole product on one machine with one command: `make demo`.

A database, the sample municipality, its staff and its cases, the web server with Celery in it; everything
this started ends with it. Progress goes to the terminal, the server's own words to `demo.log`.
"""

import fcntl
import hashlib
import io
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

import django
import psutil
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection

from config import messages
from config.demo import embedded, environment

ACCOUNTS = ("clerk", "head.eng", "officer.eng", "head.phe", "officer.phe", "executive", "admin")
PASSWORD = "demo-2569"  # noqa: S105 - printed for everybody, and made by the demo only
SERVER = Path(__file__).with_name("server.py")
WAIT_FOR_SERVER = 60  # seconds


class DemoError(Exception):
    """The demo cannot run; the message says why and what to do."""


class Stopped(BaseException):
    """Somebody asked the demo to end."""


SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
asked_to_stop: list[int] = []


def main() -> int:
    """Run the demo until it is stopped; return the exit status."""
    for number in SIGNALS:
        signal.signal(number, _stop)
    sys.unraisablehook = _stop_again
    try:
        run(environment.var_dir(), port=_port())
    except (DemoError, embedded.ServerError) as error:
        if not asked_to_stop:
            print(error, file=sys.stderr)
            return 1
    except (Stopped, Exception):
        # Interrupted C code may turn the stop into an error of its own.
        if not asked_to_stop:
            raise
    _ignore_signals()
    print("\nThe demo has ended.", flush=True)
    return 130 if asked_to_stop[0] == signal.SIGINT else 0


def run(folder: Path, *, port: int) -> None:
    """Prepare everything in `folder`, serve on `port`, and return only by an exception."""
    with _only_one(folder / "demo.lock"):
        _end_leftovers(folder / "demo.pid")
        _need_free(port)
        _prepare(port)
        with _server(folder) as server:
            _wait_for(server, port, folder / "demo.log")
            _welcome(folder, port)
            server.wait()
            raise DemoError(f"The web server ended by itself; its last words:\n{_tail(folder / 'demo.log')}")


def _stop(number: int, frame: FrameType | None) -> None:
    asked_to_stop.append(number)
    raise Stopped


def _stop_again(lost: "sys.UnraisableHookArgs") -> None:
    """Where Python could not raise what it was told, as while it tidies up, a stop is asked for once more."""
    if lost.exc_type is Stopped:
        signal.signal(signal.SIGALRM, _stop)
        signal.setitimer(signal.ITIMER_REAL, 0.01)
    else:
        sys.__unraisablehook__(lost)


def _ignore_signals() -> None:
    """From here on a second Ctrl-C must not break the orderly end."""
    signal.setitimer(signal.ITIMER_REAL, 0)
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)


def _port() -> int:
    text = os.environ.get("PORT") or "8000"
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 65536):
        raise DemoError(f"PORT must be a number from 1 to 65535, not {text!r}.")
    return int(text)


@contextmanager
def _only_one(path: Path) -> Iterator[None]:
    """Hold the lock of the running demo; it goes with the process, however that ends."""
    with open(path, "a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise DemoError(f"The demo is already running here (process {lock.read().strip()}).") from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


def _end_leftovers(path: Path) -> None:
    """End the web server of a demo that was killed; another program with its number is left alone."""
    with suppress(FileNotFoundError, ValueError, psutil.NoSuchProcess):
        server = psutil.Process(int(path.read_text()))
        if str(SERVER) in server.cmdline():
            _step("Ending what a killed demo left behind")
            _end(server)
    path.unlink(missing_ok=True)


def _end(server: psutil.Process) -> None:
    """End a web server and its children, politely first."""
    family = [server, *server.children(recursive=True)]
    with suppress(psutil.NoSuchProcess):
        server.terminate()
    _, alive = psutil.wait_procs(family, timeout=8)
    for process in alive:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(alive, timeout=5)


def _need_free(port: int) -> None:
    """Refuse a port on which somebody listens."""
    with socket.socket() as probe:
        # As the web server does it: a port that only waits for old connections to fade is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            raise DemoError(f"Port {port} needs root. Take another one: PORT=8001 make demo") from None
        except OSError:
            raise DemoError(f"Port {port} is in use. Take another one: PORT={port + 1} make demo") from None


def _prepare(port: int) -> None:
    """Bring the database, the data, the translations and the static files up to date."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ |= {"PORT": str(port), "DEBUG": "0", "DEMO": "1"}
    os.environ.setdefault("SITE_URL", f"http://127.0.0.1:{port}")
    os.environ.setdefault("LOG_LEVEL", "WARNING")
    # Its password is known to everybody: a second factor would guard nothing.
    os.environ.setdefault("REQUIRE_MFA_FOR_ADMINS", "0")
    _step("Starting the database")
    environment.fill_environment()
    messages.compile_all()
    django.setup()
    _need_database()
    _need_nobody_real()
    _step("Bringing its tables up to date")
    call_command("migrate", verbosity=0, interactive=False)
    _step("Loading the sample municipality")
    call_command("load_municipality", verbosity=0, stdout=io.StringIO())
    _step("Loading the sample staff and cases (the first time takes a while)")
    call_command("load_demo", verbosity=0)
    _collect_static()
    connection.close()


def _collect_static() -> None:
    """Pack the static files, unless they are those that were packed before: it takes most of a start."""
    files = [storage.path(name) for finder in get_finders() for name, storage in finder.list([])]
    seen = [(name, os.stat(name).st_size, os.stat(name).st_mtime_ns) for name in sorted(files)]
    stamp = Path(settings.STATIC_ROOT) / "packed.sha256"
    fingerprint = hashlib.sha256(repr(seen).encode()).hexdigest()
    if stamp.exists() and stamp.read_text() == fingerprint:
        return
    _step("Packing the static files")
    call_command("collectstatic", verbosity=0, interactive=False)
    stamp.write_text(fingerprint)


def _need_database() -> None:
    """Refuse a DATABASE_URL behind which nobody answers."""
    try:
        connection.ensure_connection()
    except OperationalError as error:
        raise DemoError(f"The database of DATABASE_URL does not answer: {error}") from None


def _need_nobody_real() -> None:
    """Refuse a database with people or cases that the demo did not make, before anything of it is touched."""
    try:
        call_command("load_demo", dry_run=True, verbosity=0)
    except CommandError as error:
        raise DemoError(f"The demo does not run on this database. {error}") from None


@contextmanager
def _server(folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The web server as a child, in a session of its own so that Ctrl-C reaches only us; ended on leaving."""
    _step("Starting the web server and Celery")
    command = [sys.executable, "-m", "gunicorn", "--config", str(SERVER), "config.wsgi"]
    with open(folder / "demo.log", "wb") as log:
        server = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=settings.BASE_DIR,
            start_new_session=True,
        )
    (folder / "demo.pid").write_text(str(server.pid))
    try:
        yield server
    finally:
        _ignore_signals()
        with suppress(psutil.NoSuchProcess):
            _end(psutil.Process(server.pid))
        server.wait()
        (folder / "demo.pid").unlink(missing_ok=True)


def _wait_for(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    """Return when the first page is there."""
    deadline = time.monotonic() + WAIT_FOR_SERVER
    while time.monotonic() < deadline and server.poll() is None:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/en/", timeout=30).close()
            return
        except urllib.error.HTTPError as error:
            raise DemoError(f"The first page answers {error.code}; the server says:\n{_tail(log)}") from None
        except OSError:
            time.sleep(0.1)
    raise DemoError(f"The web server did not start; it says:\n{_tail(log)}")


def _tail(log: Path) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-20:])


def _step(what: str) -> None:
    if asked_to_stop:
        raise Stopped
    print(f"→ {what}", flush=True)


def _welcome(folder: Path, port: int) -> None:
    """Say where everything is; printed only when it is there."""
    site = f"http://127.0.0.1:{port}"
    print(
        f"""
The demo is running. Ctrl-C ends it.

  Citizens, in Thai      {site}/
  Citizens, in English   {site}/en/
  Staff                  {site}/staff/login/
  Administration         {site}/admin/
  Letters                {_letters(folder)}

  Staff accounts         {", ".join(ACCOUNTS)}
  Password of each       {PASSWORD}
""",
        flush=True,
    )


def _letters(folder: Path) -> str:
    """Where letters go: a folder, unless the environment names a mail server."""
    return "as EMAIL_URL says" if os.environ.get("EMAIL_URL") else f"{folder / 'mail'}/*.eml"
