"""A PostgreSQL cluster with every migration applied, made once for as long as its migrations stay.

To migrate from nothing takes some fifteen seconds of processor time; to copy what came of it, less than one.
`python -m tests.migrated FOLDER` makes the cluster.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import django
import psycopg
from django.core.management import call_command

from config.demo import embedded

BASE_DIR = Path(__file__).resolve().parent.parent
KEPT = BASE_DIR / "var" / "tests"
# The database that a run's own ones are copied from.
NAME = "migrated"


def copy_to(home: Path) -> None:
    """Put the cluster's data into `home`, for the embedded server; make the cluster where needed."""
    ready = KEPT / _version()
    if not ready.exists():
        _make(ready)
    home.mkdir(parents=True)
    # The owner of the files matters to PostgreSQL, which shutil would not keep.
    subprocess.run(["cp", "-Rp", str(ready / "data"), str(home / "data")], check=True)


def _version() -> str:
    """What changes with the migrations, the libraries that bring some, and how a cluster is made."""
    files = [BASE_DIR / "requirements-dev.txt", Path(embedded.__file__)]
    files += sorted([*BASE_DIR.glob("*/migrations/*.py"), *BASE_DIR.glob("*/sql/*.sql")])
    digest = hashlib.sha256()
    for file in files:
        digest.update(str(file.relative_to(BASE_DIR)).encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:16]


def _make(ready: Path) -> None:
    """Make the cluster beside its place, in a process that stops it at its end, and remove older ones."""
    unfinished = ready.with_suffix(f".{os.getpid()}")
    KEPT.mkdir(parents=True, exist_ok=True)
    try:
        subprocess.run([sys.executable, "-m", "tests.migrated", str(unfinished)], cwd=BASE_DIR, check=True)
        for old in KEPT.iterdir():
            if not old.suffix:
                shutil.rmtree(old, ignore_errors=True)
        # Another run may have been quicker.
        if not ready.exists():
            unfinished.rename(ready)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def main(home: Path) -> None:
    """Make a cluster in `home` whose database NAME has every migration; it stops with this process."""
    server = embedded.start(home, durable=False)
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {NAME}")
    os.environ["DATABASE_URL"] = urlsplit(server)._replace(path=f"/{NAME}").geturl()
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    django.setup()
    call_command("migrate", verbosity=0)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
