"""Refusals: what a step can meet between the page and the click, and how it is said to who tried."""

from django.core.exceptions import PermissionDenied
from django_fsm import ConcurrentTransition, TransitionNotAllowed

from cases.errors import Refused
from workflows.steps import wording

REFUSALS = (Refused, PermissionDenied, TransitionNotAllowed, ConcurrentTransition)


def reason(error: Exception) -> str:
    """Why a step was refused, for the person who tried."""
    if isinstance(error, Refused):
        return str(error)
    if isinstance(error, PermissionDenied):
        return str(wording.NOT_YOURS)
    return str(wording.NOT_NOW)
