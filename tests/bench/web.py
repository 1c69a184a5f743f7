"""The web server that ships, as an installation starts it; a peer's application by the same program."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from ctypes.util import find_library
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

import psutil

from tests.bench.database import ROOT
from tests.bench.machine import cpu, family
from tests.servers import free_port

WORKERS = 2
# For every application alike.
COMMON = ("--workers", str(WORKERS), "--log-level", "warning", "--keep-alive", "30")


@dataclass(frozen=True)
class Application:
    """What gunicorn serves: its arguments, what its environment has besides ours, and its interpreter."""

    arguments: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    python: str = sys.executable


# As docs/operations.md starts it.
PRODUCT = Application(
    ("--config", "config/server.py", "config.wsgi"), {"DJANGO_SETTINGS_MODULE": "tests.bench.settings"}
)


class Web:
    """The web server on a free port, for as long as the `with` block lasts."""

    def __init__(self, folder: Path, application: Application = PRODUCT) -> None:
        self.application, self.port, self.log = application, free_port(), folder / "web.log"
        self.url = f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        served = self.application
        bind = ("--bind", f"127.0.0.1:{self.port}")
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [served.python, "-m", "gunicorn", *served.arguments, *bind, *COMMON],
                env=os.environ | served.environment | allocator(os.environ.get("MALLOC", "")),
                cwd=ROOT,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._wait()
        return self

    def __exit__(self, *error: object) -> None:
        everybody = family(self.process.pid) if self.process.poll() is None else []
        self.process.send_signal(signal.SIGTERM)
        alive = psutil.wait_procs(everybody, timeout=10)[1]
        for one in alive:
            one.kill()
        self.process.wait()

    @property
    def pid(self) -> int:
        """The master; its children serve."""
        return self.process.pid

    def cpu(self) -> float:
        """CPU seconds of master and workers so far."""
        return cpu(self.pid)

    def _wait(self) -> None:
        end = time.monotonic() + 60
        while time.monotonic() < end:
            try:
                urllib.request.urlopen(f"{self.url}/bench/empty/", timeout=30).close()
                return
            except urllib.error.HTTPError as error:
                raise RuntimeError(f"The web server answers {error.code}: {self._said()}") from None
            except OSError:
                if self.process.poll() is not None:
                    break
                time.sleep(0.1)
        raise RuntimeError(f"The web server does not answer: {self._said()}")

    def _said(self) -> str:
        return self.log.read_text(errors="replace")[-2000:]


def allocator(wanted: str) -> dict[str, str]:
    """The environment in which a program takes its memory from this library (jemalloc), by its name; raises
    LookupError where it is not installed."""
    if not wanted:
        return {}
    if library := find_library(wanted):
        return {"LD_PRELOAD": library}
    raise LookupError(f"MALLOC={wanted} needs its library, for jemalloc the Debian package libjemalloc2.")
