"""A part of the suite, run in a process of its own with other settings."""

import os
import re
import subprocess
import sys
from collections.abc import Sequence

import pytest
from django.conf import settings

OWN = ("TEST_HOME", "VAR_DIR", "DATABASE_URL")


def python(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run Python with the product and these settings, on a database of its own where none is named."""
    given = {name: value for name, value in os.environ.items() if name not in OWN} | environment
    return subprocess.run(
        [sys.executable, *arguments],
        env=given,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )


def passing(part: Sequence[str], *options: str, **environment: str) -> int:
    """How many tests of this part pass; fails unless all do."""
    done = python("-m", "pytest", *part, "-q", "-n", "0", "-p", "no:randomly", *options, **environment)
    if done.returncode:
        pytest.fail(done.stdout[-3000:] + done.stderr[-1000:])
    found = re.search(r"(\d+) passed", done.stdout)
    return int(found[1]) if found else 0
