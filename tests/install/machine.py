"""An empty Debian with systemd, booted in a container of this machine; it needs root, debootstrap,
systemd-nspawn."""

import os
import shlex
import shutil
import signal
import socket
import subprocess
import time
from functools import cache
from pathlib import Path
from typing import Self

NEEDED = ("debootstrap", "systemd-nspawn", "nsenter")
SUITE = "bookworm"
EXTRA = "systemd,systemd-sysv,dbus,ca-certificates"
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
# Of web server, program, database and Redis.
PORTS = (80, 443, 8000, 5432, 6379)
# Where this machine's own sources of packages are laid for the time of the test.
CERTIFICATES = "/run/host-certificates.pem"


class CannotBoot(Exception):
    """This machine cannot run an empty one; the message says what is missing."""


class Machine:
    """One empty machine, in a folder of its own; it can be booted, asked, and booted again."""

    def __init__(self, folder: Path, suite: str = SUITE) -> None:
        self.suite = suite
        self.root = folder / "machine"
        self.base = folder / f"base-{suite}"
        self.log = folder / "console.log"
        self.process: subprocess.Popen[bytes] | None = None
        self.leader = 0

    def __enter__(self) -> Self:
        self.make()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def make(self) -> None:
        """Lay out an empty system. Raises CannotBoot."""
        if os.geteuid():
            raise CannotBoot("it needs root")
        if missing := [name for name in NEEDED if not shutil.which(name)]:
            raise CannotBoot(f"{', '.join(missing)} is not installed (Debian: debootstrap systemd-container)")
        if taken := [port for port in PORTS if not is_free(port)]:
            raise CannotBoot(f"the ports {taken} are taken on this machine, whose network it shares")
        if not (self.base / "etc/os-release").exists():
            part = self.base.with_suffix(".part")
            remove(part)
            command = ["debootstrap", "--variant=minbase", f"--include={EXTRA}", self.suite, str(part)]
            done = subprocess.run(command, capture_output=True, text=True, timeout=900)
            if done.returncode:
                raise CannotBoot(f"debootstrap failed: {done.stdout.strip().splitlines()[-1:]}")
            part.rename(self.base)
        remove(self.root)
        subprocess.run(["cp", "-a", "--reflink=auto", self.base, self.root], check=True)
        # Nobody needs this machine after a power cut: dpkg need not wait for the disk.
        (self.root / "etc/dpkg/dpkg.cfg.d/quick").write_text("force-unsafe-io\n")

    def boot(self, *, seconds: float = 300) -> None:
        """Boot it, and return when systemd has come up. Raises CannotBoot."""
        binds = [f"--bind-ro={path}" for path in pip_places()]
        command = ["systemd-nspawn", "--quiet", "--register=no", "--keep-unit", "--boot", "--link-journal=no"]
        command += ["--resolv-conf=copy-host", "--console=pipe", f"--directory={self.root}", *binds]
        if bundle := os.environ.get("SSL_CERT_FILE"):
            command.append(f"--bind-ro={bundle}:{CERTIFICATES}")
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if self.process.poll() is not None:
                raise CannotBoot(f"systemd-nspawn ended: {self.log.read_text(errors='replace')[-300:]!r}")
            self.leader = self.leader or _child_of(self.process.pid)
            if self.leader and self.asks("systemctl is-system-running").strip() in ("running", "degraded"):
                return
            time.sleep(0.5)
        self.stop()
        raise CannotBoot("systemd did not come up in the container")

    def stop(self) -> None:
        """Switch it off, as a machine is that is shut down."""
        if self.process and self.process.poll() is None:
            if self.leader:
                # Of systemd as the first process: halt (see systemd(1)).
                os.kill(self.leader, signal.SIGRTMIN + 4)
            try:
                self.process.wait(60)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.process, self.leader = None, 0

    def asks(self, command: str) -> str:
        """What a command says in the machine, be it well or not."""
        return self._run(command, seconds=300).stdout

    def does(self, command: str, *, seconds: float = 600, trouble: bool = False) -> str:
        """Run a command as root in the machine, and return what it said. Raises AssertionError where it
        fails,
        or where it does not although it should."""
        done = self._run(command, seconds=seconds)
        said = f"$ {command}\n{done.stdout}"
        print(said, flush=True)
        assert bool(done.returncode) == trouble, f"{done.returncode}: {said}"
        return done.stdout

    def _run(self, command: str, *, seconds: float) -> subprocess.CompletedProcess[str]:
        given = {"PATH": PATH, "HOME": "/root", "LANG": "C.UTF-8", "TERM": "dumb", **pip_environment()}
        inside = ["nsenter", f"--target={self.leader}", "--all", "--", "/bin/sh", "-c", f"cd; {command}"]
        return subprocess.run(
            inside,
            env=given,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            timeout=seconds,
        )


def is_free(port: int) -> bool:
    """Whether nobody listens on a port of this machine."""
    with socket.socket() as probe:
        return bool(probe.connect_ex(("127.0.0.1", port)))


def remove(folder: Path) -> None:
    """Remove a folder with a whole system in it, which rm does in a tenth of the time that Python takes."""
    subprocess.run(["rm", "-rf", "--one-file-system", folder], check=False)


@cache
def pip_environment() -> dict[str, str]:
    """How pip is set up here, as pip reads it from the environment: handed over at the moment of use only."""
    said = subprocess.run(["pip", "config", "list"], capture_output=True, text=True, timeout=300).stdout
    found = {}
    for line in said.splitlines():
        name, _equals, value = line.partition("=")
        option = name.rpartition(".")[2].upper().replace("-", "_")
        found[f"PIP_{option}"] = "".join(shlex.split(value))
    if "PIP_CERT" in found:
        found["PIP_CERT"] = CERTIFICATES
    return found


def pip_places() -> list[str]:
    """The folders and files of this machine that pip's set-up names."""
    words = [word.removeprefix("file://") for value in pip_environment().values() for word in value.split()]
    found = [word for word in words if word.startswith("/") and word != CERTIFICATES and Path(word).exists()]
    # An index in a folder names the files that lie beside it.
    return sorted({str(Path(word).parent) if word.endswith("/simple") else word for word in found})


def _child_of(pid: int) -> int:
    try:
        found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return 0
    return int(found[0]) if found else 0
