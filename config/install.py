"""Make .venv and install a lock file into it, one process at a time; nothing happens when that was done.

Run by the Makefile with the machine's own Python, so it needs nothing but the standard library:
`python3 -I config/install.py requirements-demo.txt`.
"""

import fcntl
import hashlib
import subprocess
import sys
import venv
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent
VENV = BASE_DIR / ".venv"
DEMO = "requirements-demo.txt"
WITH_TOOLS = "requirements-dev.txt"


def main(wanted: str) -> int:
    """Install the lock file `wanted`; the exit status tells whether it is there."""
    if sys.version_info < (3, 11):  # noqa: UP036 - not yet in the environment that fulfils it
        print(f"Python 3.11 or later is needed; python3 is {sys.version.split()[0]}.", file=sys.stderr)
        return 1
    VENV.mkdir(exist_ok=True)
    with open(VENV / ".lock", "a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return 0 if _stamp(wanted).exists() else _install(wanted)


def _install(wanted: str) -> int:
    """Make the environment whole, install, and leave a stamp that the next run finds."""
    print(f"→ Installing {wanted} (the first time takes a minute)", flush=True)
    if not list(VENV.glob(".installed-*")):
        venv.create(VENV, with_pip=True, upgrade_deps=False)
    pip = [str(VENV / "bin" / "python"), "-m", "pip", "--disable-pip-version-check"]
    options = ["install", "-qq", "--no-input", "--no-compile", "--require-hashes", "-r", wanted]
    status = subprocess.run([*pip, *options], cwd=BASE_DIR).returncode
    if status == 0:
        # The tools' lock file holds all of the demo's.
        for name in {wanted, DEMO} if wanted == WITH_TOOLS else {wanted}:
            _stamp(name).touch()
    return status


def _stamp(name: str) -> Path:
    """The file that says: this very lock file is installed."""
    return VENV / f".installed-{hashlib.sha256((BASE_DIR / name).read_bytes()).hexdigest()[:16]}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
