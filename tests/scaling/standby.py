"""A read replica of this run's PostgreSQL: a second server that follows the first one's log."""

import os
import shutil
import tempfile
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import psycopg

from config.demo import embedded
from tests.servers import Server, wait_for


class Replica(Server):
    """Made by pg_basebackup, fed by streaming replication; it can stop to follow, and go on."""

    def __init__(self) -> None:
        self.primary = parse_qs(urlsplit(os.environ["DATABASE_URL"]).query)["host"][0]
        self.data = Path(tempfile.mkdtemp(prefix="replica-")) / "data"

    def url(self, database: str) -> str:
        """The address of this database's copy."""
        return f"postgresql://postgres@/{database}?host={quote(str(self.data.parent), safe='')}"

    def start(self) -> None:
        """Copy the whole server, and follow it."""
        if os.geteuid() == 0:
            self.data.parent.chmod(0o777)
        backup = ["--pgdata", str(self.data), "--write-recovery-conf", "--checkpoint", "fast"]
        embedded._run("pg_basebackup", "--host", self.primary, "--username", "postgres", *backup)
        # A standby must allow as many connections as its primary.
        own = {"unix_socket_directories": self.data.parent, "listen_addresses": "", "max_connections": 200}
        options = " ".join(f"-c {name}={value}" for name, value in own.items())
        embedded._run(
            "pg_ctl", "start", "-w", "-D", str(self.data), "-l", str(self.data / "log"), "-o", options
        )
        wait_for(lambda: self.ask("SELECT pg_is_in_recovery()"), what="the replica")

    def stop(self) -> None:
        """End it at once; nothing of it stays."""
        if self.data.exists():
            embedded._run("pg_ctl", "stop", "-m", "immediate", "-D", str(self.data), check=False)
            shutil.rmtree(self.data.parent, ignore_errors=True)

    def ask(self, statement: str) -> object:
        """The answer to a statement."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as server:
            row = server.execute(statement).fetchone()
        return row[0] if row else None
