"""What a program of ours looks at when it starts, and says in its log; none of it keeps it from starting."""

import logging
from typing import Any

from celery.signals import beat_init, worker_init
from django.db import Error, connections

from cases import key_seals
from config import environment, static_files

log = logging.getLogger(__name__)


def look() -> None:
    """Say in the log what is wrong with the keys and the static files; a database that is away is no reason
    not to start. Raises MissingSettings where the environment lacks what nothing runs without."""
    environment.require_settings()
    if count := static_files.missing():
        log.error("%s static files are not packed: run manage.py collectstatic and start again.", count)
    try:
        key_seals.seal()
        if problem := key_seals.problem():
            log.critical("%s", problem)
    except Error as error:
        log.warning("The database did not answer at the start: %s", type(error).__name__)


def look_and_part() -> None:
    """Look, and close what was opened: the program parts into processes, none of which may inherit it."""
    try:
        look()
    finally:
        connections.close_all()


@worker_init.connect
@beat_init.connect
def look_before_working(**kwargs: Any) -> None:
    """Celery's worker and beat start."""
    look_and_part()
