"""The database of one size: loaded once and kept, measured on a copy."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from config.demo import embedded
from tests.bench.machine import cpu

ROOT = Path(__file__).resolve().parents[2]
LOADED, COPY = "loaded", "bench"
# What an administrator would set on a machine with some GB for PostgreSQL; all that makes data safe is on.
SETTINGS = {
    "shared_buffers": "1GB",
    "effective_cache_size": "4GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "512MB",
    "max_wal_size": "8GB",
    "checkpoint_timeout": "15min",
    "random_page_cost": "1.1",
    "effective_io_concurrency": "200",
    "track_io_timing": "on",
}


class Database:
    """An embedded PostgreSQL that holds `size` cases, in a folder that knows of which migrations."""

    def __init__(self, folder: Path, size: int) -> None:
        self.size = size
        self.home = folder / f"{size}-{schema()}"
        self.loaded_in: dict[str, float] = {}

    def start(self, *, fresh: bool = False) -> None:
        """Start it with the settings above, and load it where it is not loaded, or is to be `fresh`."""
        if fresh and self.home.exists():
            embedded.stop_unused(self.home)
            shutil.rmtree(self.home)
        self._tune(embedded.start(self.home))
        self.server = embedded.start(self.home)
        note = self.home / "loaded.json"
        if not note.exists():
            self._run(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(LOADED)))
            self._run(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(LOADED)))
            began = time.monotonic()
            load(self.url(LOADED), self.size)
            note.write_text(json.dumps({"seconds": round(time.monotonic() - began, 1)}))
        self.loaded_in = json.loads(note.read_text())

    def copy(self) -> str:
        """The URL of a fresh copy of what was loaded, on which everything may be tried."""
        name, loaded = sql.Identifier(COPY), sql.Identifier(LOADED)
        self._run(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
        statement = "CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY"
        self._run(sql.SQL(statement).format(name, loaded))
        self._run(sql.SQL("CHECKPOINT"))
        return self.url(COPY)

    def url(self, name: str) -> str:
        """The address of one of its databases."""
        return urlsplit(self.server)._replace(path=f"/{name}").geturl()

    @property
    def pid(self) -> int:
        """The postmaster."""
        return int((self.home / "data" / "postmaster.pid").read_text().splitlines()[0])

    def cpu(self) -> float:
        """CPU seconds of all its processes so far, checkpoints and vacuum included."""
        return cpu(self.pid)

    def _tune(self, server: str) -> None:
        self.server = server
        for name, value in SETTINGS.items():
            statement = "ALTER SYSTEM SET {} = {}"
            self._run(sql.SQL(statement).format(sql.Identifier(name), sql.Literal(value)))
        embedded.stop_unused(self.home)

    def _run(self, statement: sql.SQL | sql.Composed) -> None:
        with psycopg.connect(self.server, autocommit=True) as connection:
            connection.execute(statement)


def schema() -> str:
    """A short name for the migrations of this tree: data of others is of no use."""
    names = sorted(path.name for path in ROOT.glob("*/migrations/*.py"))
    return hashlib.sha256(repr(names).encode()).hexdigest()[:8]


def load(url: str, size: int) -> None:
    """Fill an empty database with so many cases."""
    environment = os.environ | {"DATABASE_URL": url, "DEMO": "1"}
    for command in (["migrate", "--verbosity", "0"], loader(size)):
        subprocess.run([sys.executable, "manage.py", *command], env=environment, cwd=ROOT, check=True)


def loader(size: int) -> list[str]:
    """The command that makes the cases: the sample's; the demo's small ones in a tree without it."""
    if (ROOT / "workflows" / "management" / "commands" / "load_sample.py").exists():
        return ["load_sample", "--cases", str(size), "--seed", "1"]
    return ["load_demo", "--cases", str(min(size, 300))]
