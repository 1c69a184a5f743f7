"""What runs by the clock, each in a process of its own: seconds, and the most memory that it held."""

import json
import os
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
    """Seconds, megabytes and how many it did, by job; a job that fails says why."""
    return {name: _alone(name) for name in names}


def _alone(name: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.bench.one_job", name]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        assert process.stdout
        said = process.stdout.read().decode().strip().splitlines() or [""]
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        return {"error": said[-1][:200]}
    return {**json.loads(said[-1]), "mb": used.ru_maxrss / 1024}
