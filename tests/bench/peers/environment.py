"""A virtual environment apart from the product's, from a lock file of its own."""

import hashlib
import subprocess
import venv
from pathlib import Path

LOCK = Path(__file__).with_name("requirements.txt")
PEER = "django-helpdesk"


class Unavailable(Exception):
    """What is wanted cannot be installed; the message is a sentence that says why."""


def python(folder: Path, lock: Path = LOCK, wanted: str = PEER) -> str:
    """The interpreter of an environment in `folder`, made where this lock file is not installed yet; raises
    Unavailable where the package registry does not give what is in it, `wanted` above all."""
    home = folder / f"{lock.parent.name}-{hashlib.sha256(lock.read_bytes()).hexdigest()[:12]}"
    interpreter, stamp = home / "bin" / "python", home / ".installed"
    if not stamp.exists():
        venv.create(home, with_pip=True, clear=True)
        _install(str(interpreter), lock, wanted)
        stamp.touch()
    return str(interpreter)


def version() -> str:
    """The peer with its version, as the lock file has it."""
    line = next(one for one in LOCK.read_text().splitlines() if one.startswith(f"{PEER}=="))
    return line.split()[0].replace("==", " ")


def _install(interpreter: str, lock: Path, wanted: str) -> None:
    options = ["install", "-qq", "--no-input", "--require-hashes", "-r", str(lock)]
    command = [interpreter, "-m", "pip", "--disable-pip-version-check", *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Unavailable(why(done.stderr, wanted))


def why(said: str, wanted: str = PEER) -> str:
    """A sentence of what pip has said."""
    errors = [line for line in said.splitlines() if line.startswith("ERROR:")] or ["ERROR: no reason"]
    return f"{wanted} could not be installed, pip says: {errors[-1].removeprefix('ERROR: ')[:200]}"
