"""Refusals: what a step can meet between the page and the click, and how it is said to who tried."""

from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django_fsm import ConcurrentTransition, TransitionNotAllowed

from cases.db.lost_races import is_lost_race
from cases.errors import Refused
from workflows.steps import wording

REFUSALS = (Refused, PermissionDenied, TransitionNotAllowed, ConcurrentTransition, OperationalError)


def reason(error: Exception) -> str:
    """Why a step was refused, for the person who tried; what is no refusal is raised again."""
    if isinstance(error, Refused):
        return str(error)
    if isinstance(error, PermissionDenied):
        return str(wording.NOT_YOURS)
    if isinstance(error, OperationalError):
        if not is_lost_race(error):
            raise error
        return str(wording.BUSY)
    return str(wording.NOT_NOW)
