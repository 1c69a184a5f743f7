"""The dependency audit: known weaknesses of what requirements.txt installs, by pip-audit and its database.

It has an environment of its own, since the product does without it, and says so where it cannot reach what it
needs: then nothing was checked. Run it with `make audit`; nothing else needs it.
"""

import json
import subprocess
import sys
import venv
from pathlib import Path
from typing import Any

BASE_DIR = Path(__file__).resolve().parent.parent
HOME = BASE_DIR / "var" / "audit"
TOOL = "pip-audit~=2.9"
UNREACHABLE = "The audit did not run: {what} cannot be reached from here. Nothing was checked."


def main(home: Path = HOME) -> int:
    """Print what is known of each library, and return 1 where a weakness is; 0 where none is known, and where
    nothing could be asked, which is said."""
    python = home / "bin" / "python"
    if not python.exists():
        venv.create(home, with_pip=True)
    install = ["-m", "pip", "install", "--quiet", "--retries", "0", "--timeout", "10", TOOL]
    if subprocess.run([python, *install], capture_output=True, check=False).returncode:
        print(UNREACHABLE.format(what="the package registry"))
        return 0
    return judged(_audit(python))


def judged(found: dict[str, Any] | None) -> int:
    """Print what pip-audit has found; None where its database did not answer."""
    if found is None:
        print(UNREACHABLE.format(what="the database of weaknesses"))
        return 0
    weak = [library for library in found["dependencies"] if library.get("vulns")]
    for library in weak:
        names = ", ".join(weakness["id"] for weakness in library["vulns"])
        print(f"{library['name']} {library['version']}: {names}")
    print(f"{len(found['dependencies'])} libraries, {len(weak)} with known weaknesses.")
    return 1 if weak else 0


def _audit(python: Path) -> dict[str, Any] | None:
    options = ["--requirement", "requirements.txt", "--disable-pip", "--no-deps", "--format", "json"]
    done = subprocess.run(
        [python, "-m", "pip_audit", "--progress-spinner", "off", *options],
        cwd=BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    try:
        return dict(json.loads(done.stdout))
    except ValueError:
        return None


if __name__ == "__main__":
    sys.exit(main())
