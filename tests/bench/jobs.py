"""What runs by the clock, each in a process of its own: seconds, and the most memory that it held."""

import json
import subprocess
import sys
from typing import Any

from tests.bench.database import ROOT

LETTERS = 100_000
OUTBOX = f"30 s of the outbox, up to {LETTERS:,} letters waiting"
NAMES = (
    "reminders and late cases",
    "delays to be explained",
    "close after 14 days",
    "due dates after new holidays",
    "cases of who left",
    "forms never sent",
    OUTBOX,
)


def measured(names: tuple[str, ...] = NAMES) -> dict[str, Any]:
    """Seconds, CPU seconds with PostgreSQL's, megabytes, how many it did, by job; one that fails says why."""
    return {name: _alone(name) for name in names}


def _alone(name: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.bench.one_job", name]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        return {"error": (done.stderr.strip().splitlines() or ["it ended"])[-1][:200]}
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found
