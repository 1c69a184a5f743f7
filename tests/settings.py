"""The product's settings for a test run, on a PostgreSQL of its own that ends and goes with the run.

pytest-django imports settings before any conftest, so the server has to stand here. The workers of a parallel
run are started afterwards and inherit the environment, hence the same server and another database.
"""

import atexit
import os
import shutil
import sys
import tempfile
from pathlib import Path

from config import messages
from config.demo import embedded
from tests import migrated

_PREFIX = f"rap-rueang-tests-{os.geteuid()}-"


def _forget_killed_runs() -> None:
    """Stop and remove the servers of runs that were killed before they could do it."""
    for lock in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*/postgres/users.lock"):
        if embedded.stop_unused(lock.parent):
            shutil.rmtree(lock.parent.parent, ignore_errors=True)


def _remove(home: Path, owner: int) -> None:
    """Remove the folder of this run; a forked child leaves it alone."""
    if os.getpid() == owner:
        shutil.rmtree(home, ignore_errors=True)


def _keep_bytecode() -> None:
    """Let Python keep what it compiles, whatever the environment says: each program that a test starts would
    compile our code and all its libraries again, which takes longer than to run it."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False


def _prepare() -> None:
    """Give this run its folder, its keys and its database."""
    home = Path(tempfile.mkdtemp(prefix=_PREFIX))
    (home / "static").mkdir()
    # Registered before the server's own farewell, hence run after it.
    atexit.register(_remove, home, os.getpid())
    os.environ |= {
        "TEST_HOME": str(home),
        "VAR_DIR": str(home),
        "SECRET_KEY": "for-tests-only-for-tests-only-for-tests-only-0123456789",
        "PLAIN_STATIC": "1",
        "DEBUG": "0",
        "LOG_LEVEL": "WARNING",
        "REDIS_URL": "",
        # Most tests write to one citizen, and ask nobody for a code.
        "LETTERS_TO_UNCONFIRMED": "100000",
        "REQUIRE_MFA_FOR_ADMINS": "0",
        # Most tests read a letter as soon as it is written.
        "UNDO_SECONDS": "0",
    }
    os.environ.pop("FIELD_KEYS", None)
    if not os.environ.get("DATABASE_URL"):
        migrated.copy_to(home / "postgres")
        os.environ["DATABASE_URL"] = embedded.start(home / "postgres", durable=False)
        os.environ["TEST_TEMPLATE"] = migrated.NAME
    messages.compile_all()


if "TEST_HOME" not in os.environ:
    _forget_killed_runs()
    _keep_bytecode()
    _prepare()

from config.settings import *  # noqa: E402, F403

# Said to this process alone: a program that a test starts says it for itself.
DEMO = True

# The product's own hash takes 30 ms by intent, for each case and each log-in.
PASSWORD_HASHERS = ["tests.hashing.QuickHasher", *PASSWORD_HASHERS]  # noqa: F405

if template := os.environ.get("TEST_TEMPLATE"):
    # A copy has every migration; what follows them (permissions, kinds of content) is made anew.
    DATABASES["default"]["TEST"] = {"TEMPLATE": template, "MIGRATE": False}  # noqa: F405
