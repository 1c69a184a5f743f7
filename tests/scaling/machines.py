"""Web machines and beats: each a process group with a folder of its own, on the database of this run."""

import http.client
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from tests.servers import Program, free_port, wait_for


class Machine(Program):
    """A program of ours whose letters nobody accepts, with settings of its own."""

    def __init__(self, command: Iterable[str], *, folder: Path, redis_url: str, **environment: str) -> None:
        given = self.environment_for(redis_url=redis_url, mail_url="smtp://127.0.0.1:9")
        own = {**given, "VAR_DIR": str(folder), **environment}
        super().__init__(command, folder=folder, environment=own)


class Web(Machine):
    """gunicorn with two processes of four threads, as docs/operations.md starts it."""

    def __init__(self, folder: Path, *, redis_url: str = "", **environment: str) -> None:
        self.port = free_port()
        options = ["--worker-class", "gthread", "--workers", "2", "--threads", "4", "--no-control-socket"]
        command = ["gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{self.port}", *options]
        own = {"ALLOWED_HOSTS": "*", "TRUSTED_PROXIES": "1", "LOG_LEVEL": "INFO"}
        super().__init__(command, folder=folder, redis_url=redis_url, **{**own, **environment})

    def start(self) -> None:
        """Start it and wait until it answers."""
        super().start()
        wait_for(lambda: status(self.port, "/healthz") == 200, seconds=60, what="the web machine")


def status(port: int, path: str) -> int:
    """The status of this page of whoever listens there; 0 where nobody does."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as line:
        try:
            line.request("GET", path)
            with line.getresponse() as answer:
                return answer.status
        except (OSError, http.client.HTTPException):
            return 0


class Beat(Machine):
    """A beat of its own."""

    def __init__(self, folder: Path, *, redis_url: str, **environment: str) -> None:
        command = ["celery", "-A", "config", "beat", "--loglevel=INFO"]
        super().__init__(command, folder=folder, redis_url=redis_url, **environment)

    @property
    def leads(self) -> bool:
        """Whether it has said that it leads."""
        return "This beat leads." in self.log.read_text()
