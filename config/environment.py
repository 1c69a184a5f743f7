"""What the environment has to say before anything runs, and who fills in what it leaves out.

A machine is for trying things out where DEMO or DEBUG says so: it gets keys of its own, mail in a folder and
an embedded database. Everywhere else nothing is made up: a command without its settings would run on a
database that nobody means, and leave keys that open nothing.
"""

import os
from importlib import import_module

import environ

from cases.db.field_keys import malformed

# Without these nothing can be served and nothing may be written; `check --deploy` asks for all others.
REQUIRED = ("DATABASE_URL", "SECRET_KEY")
# Imported where things are tried out and nowhere else: an installation has not got its libraries.
TRIAL = "config.demo.environment"


class MissingSettings(Exception):
    """Settings without which nothing can run are missing or no settings at all; the message names them."""


def is_trial() -> bool:
    """Say whether the environment calls this machine one for trying things out: the demo, or development."""
    env = environ.Env()
    return bool(env.bool("DEMO", default=False) or env.bool("DEBUG", default=False))


def prepare() -> None:
    """Fill in what the environment leaves out where things are tried out; elsewhere raise MissingSettings."""
    if is_trial():
        _fill_environment()
    require_settings()


def _fill_environment() -> None:
    """Leave it to the demo; raise MissingSettings where its libraries are not installed."""
    try:
        trial = import_module(TRIAL)
    except ModuleNotFoundError as error:
        raise MissingSettings(
            f"DEMO and DEBUG need the libraries of requirements-demo.txt; {error.name} is not installed."
        ) from error
    trial.fill_environment()


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
