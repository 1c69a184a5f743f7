"""What a machine for trying things out gets where its environment leaves something out: keys of its own, mail
in a folder and an embedded database."""

import json
import os
import secrets
from base64 import urlsafe_b64encode
from contextlib import suppress
from pathlib import Path

from config.demo import embedded

BASE_DIR = Path(__file__).resolve().parents[2]


def var_dir() -> Path:
    """The folder of everything this installation writes, made if it is not there."""
    folder = Path(os.environ.get("VAR_DIR") or BASE_DIR / "var").resolve()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def fill_environment() -> None:
    """Set the keys, the mail folder and, started here, the database that the environment leaves out."""
    folder = var_dir()
    os.environ["VAR_DIR"] = str(folder)
    for name, value in _keys(folder / "keys.json").items():
        os.environ.setdefault(name, value)
    if not os.environ.get("EMAIL_URL"):
        os.environ.setdefault("EMAIL_BACKEND", "config.demo.mail.FolderBackend")
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
