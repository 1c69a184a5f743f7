"""The server as production runs it, on the test's database, asked by its own address alone."""

import contextlib
from pathlib import Path

import psutil

from tests.scaling.machines import status
from tests.servers import Program, free_port, wait_for

WEB_PROCESSES = 2


class Site(Program):
    """gunicorn with config/server.py; nothing stands before it: a visitor's address is the socket's."""

    def __init__(self, folder: Path, *, mail_url: str = "smtp://127.0.0.1:9", **environment: str) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        own = {
            "PORT": str(self.port),
            "SITE_URL": self.url,
            "ALLOWED_HOSTS": "*",
            "TRUSTED_PROXIES": "0",
            "WEB_PROCESSES": str(WEB_PROCESSES),
            "VAR_DIR": str(folder),
        }
        given = self.environment_for(redis_url="", mail_url=mail_url)
        command = ["gunicorn", "--config", "config/server.py", "config.wsgi"]
        super().__init__(command, folder=folder, environment={**given, **own, **environment})

    def start(self) -> None:
        """Start it and wait until it answers."""
        super().start()
        wait_for(lambda: status(self.port, "/healthz") == 200, seconds=120, what="the site")

    def memory(self) -> int:
        """Return what the processes hold that serve pages, in bytes; a page that several share is counted
        once."""
        return self._held(children=False)

    def memory_of_children(self) -> int:
        """Return what those hold that judge files and make papers, each within limits of its own."""
        return self._held(children=True)

    def _held(self, *, children: bool) -> int:
        assert self.process is not None
        first = psutil.Process(self.process.pid)
        held = 0
        for process in [first, *first.children(recursive=True)]:
            # A child that only judged one file may have ended since.
            with contextlib.suppress(psutil.NoSuchProcess, psutil.ZombieProcess):
                if any(word.endswith(".child") for word in process.cmdline()) == children:
                    held += process.memory_full_info().pss
        return held
