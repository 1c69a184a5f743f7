"""The web servers that are compared: each serves the product as an installation would."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Self

import psutil

from config import server
from tests.bench.database import ROOT
from tests.bench.machine import cpu, family
from tests.servers import free_port

WORKERS, THREADS = 2, server.threads
# As docs/operations.md starts it.
GUNICORN = [
    *("gunicorn", "--config", "config/server.py", "config.wsgi", "--bind", "127.0.0.1:{port}"),
    *("--workers", str(WORKERS), "--log-level", "warning", "--keep-alive", "30"),
]
GRANIAN = [
    *("granian", "config.wsgi:application", "--interface", "wsgi", "--host", "127.0.0.1", "--port", "{port}"),
    *("--workers", str(WORKERS), "--blocking-threads", str(THREADS), "--no-ws", "--log-level", "warning"),
]
SERVERS = {"gunicorn gthread": GUNICORN, "granian": GRANIAN}


class Web:
    """A web server of this server on a free port, for as long as the `with` block lasts."""

    def __init__(self, server: str, folder: Path) -> None:
        self.server, self.port, self.log = server, free_port(), folder / "web.log"
        self.url = f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        command = [part.format(port=self.port) for part in SERVERS[self.server]]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", *command],
                env=os.environ | {"DJANGO_SETTINGS_MODULE": "tests.bench.settings"},
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
                raise RuntimeError(f"{self.server} answers {error.code}: {self._said()}") from None
            except OSError:
                if self.process.poll() is not None:
                    break
                time.sleep(0.1)
        raise RuntimeError(f"{self.server} does not answer: {self._said()}")

    def _said(self) -> str:
        return self.log.read_text(errors="replace")[-2000:]
