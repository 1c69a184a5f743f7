"""Lost races: what PostgreSQL answers where somebody else was at the same rows, and what is done about it.

Whoever meets one tries once more; what meets it again is named to its person, and nothing of it is done.
"""

import logging
from collections.abc import Callable
from typing import TypeVar

from django.db import OperationalError
from psycopg import errors

from cases.errors import LostRace

log = logging.getLogger(__name__)
T = TypeVar("T")
LOST = (errors.LockNotAvailable, errors.DeadlockDetected, errors.SerializationFailure)


def is_lost_race(error: BaseException) -> bool:
    """Whether this error of the database only says that somebody else was at the same rows."""
    return isinstance(error, OperationalError) and isinstance(error.__cause__, LOST)


def tried_again(do: Callable[[], T]) -> T:
    """Do something that is a transaction of its own, once more where the race was lost. Raises LostRace where
    it is lost again, and every other error at once."""
    try:
        return do()
    except OperationalError as error:
        if not is_lost_race(error):
            raise
        log.info("A lost race is tried again: %s", type(error.__cause__).__name__)
    try:
        return do()
    except OperationalError as error:
        if is_lost_race(error):
            raise LostRace from error
        raise
