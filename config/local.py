"""The settings that the environment leaves out: filled in where things are tried out, refused elsewhere.

A machine is for trying things out where DEMO or DEBUG says so: it gets keys of its own, mail in a folder and
an embedded database. Everywhere else nothing is made up: a command without its settings would run on a
database that nobody means, and leave keys that open nothing.
"""

import json
import os
import secrets
from base64 import urlsafe_b64encode
from contextlib import suppress
from pathlib import Path

import environ

from cases.db.field_keys import malformed
from config import embedded

BASE_DIR = Path(__file__).resolve().parent.parent
# Without these nothing can be served and nothing may be written; `check --deploy` asks for all others.
REQUIRED = ("DATABASE_URL", "SECRET_KEY")


class MissingSettings(Exception):
    """Settings without which nothing can run are missing or no settings at all; the message names them."""


def var_dir() -> Path:
    """The folder of everything this installation writes, made if it is not there."""
    folder = Path(os.environ.get("VAR_DIR") or BASE_DIR / "var").resolve()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def is_trial() -> bool:
    """Say whether the environment calls this machine one for trying things out: the demo, or development."""
    env = environ.Env()
    return bool(env.bool("DEMO", default=False) or env.bool("DEBUG", default=False))


def prepare() -> None:
    """Fill in what the environment leaves out where things are tried out; elsewhere raise MissingSettings."""
    if is_trial():
        fill_environment()
    require_settings()


def require_settings() -> None:
    """Raise MissingSettings unless the environment says what no installation can do without, with keys that
    are keys."""
    if sentence := malformed(environ.Env().list("FIELD_KEYS", default=[])):
        raise MissingSettings(sentence)
    missing = [name for name in REQUIRED if not os.environ.get(name)]
    if missing and not is_trial():
        raise MissingSettings(
            f"Not set: {', '.join(missing)}. Load the installation's settings (docs/operations.md), "
            "for example with: set -a; . /etc/raprueang.env; set +a\n"
            "To try things out on a database made here: make demo, make run, or DEBUG=1 before the command."
        )


def fill_environment() -> None:
    """Set the keys, the mail folder and, started here, the database that the environment leaves out."""
    folder = var_dir()
    os.environ["VAR_DIR"] = str(folder)
    for name, value in _keys(folder / "keys.json").items():
        os.environ.setdefault(name, value)
    if not os.environ.get("EMAIL_URL"):
        os.environ.setdefault("EMAIL_BACKEND", "config.mail.FolderBackend")
    if not os.environ.get("DATABASE_URL"):
        os.environ["DATABASE_URL"] = embedded.start(folder / "postgres")


def _keys(path: Path) -> dict[str, str]:
    """The random keys of this folder, made once; only their owner may read them."""
    if not path.exists():
        _make_keys(path)
    keys: dict[str, str] = json.loads(path.read_text())
    return keys


def _make_keys(path: Path) -> None:
    """Write the keys, whole or not at all; of two processes the first one's keys stay."""
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        field_key = urlsafe_b64encode(secrets.token_bytes(32)).decode()
        json.dump({"SECRET_KEY": secrets.token_urlsafe(50), "FIELD_KEYS": field_key}, file)
    with suppress(FileExistsError):
        os.link(fresh, path)
    fresh.unlink()
