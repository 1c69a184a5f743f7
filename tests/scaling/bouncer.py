"""PgBouncer in front of this run's PostgreSQL, in transaction mode."""

import os
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg

from config.demo import embedded
from tests.servers import Server, free_port, program, wait_for

CONFIGURATION = """
[databases]
* = host={host} user=postgres
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = {connections}
max_client_conn = 200
server_lifetime = 60
"""


class PgBouncer(Server):
    """It gives its few connections to whoever has a transaction at the moment."""

    def __init__(self, *, connections: int) -> None:
        self.port = free_port()
        host = parse_qs(urlsplit(os.environ["DATABASE_URL"]).query)["host"][0]
        self.file = Path(tempfile.mkdtemp(prefix="pgbouncer-")) / "pgbouncer.ini"
        self.file.write_text(CONFIGURATION.format(host=host, port=self.port, connections=connections))
        self.process: subprocess.Popen[bytes] | None = None

    def url(self, database: str) -> str:
        """The address of this database behind it."""
        return f"postgresql://postgres@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        """Start it and wait until it lets somebody through."""
        command = [program("pgbouncer", "/usr/sbin/pgbouncer"), str(self.file)]
        if os.geteuid() == 0:
            self.file.parent.chmod(0o755)
            command = [*embedded._as_nobody(), *command]
        self.process = subprocess.Popen(command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        wait_for(self._answers, what="PgBouncer")

    def stop(self) -> None:
        """End it, its connections too."""
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None

    def _answers(self) -> bool:
        try:
            psycopg.connect(self.url("postgres"), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True
