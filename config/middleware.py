"""Turns a lost race into a page: what another person did first is a 409, never a 500."""

from collections.abc import Callable

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django_fsm import ConcurrentTransition, TransitionNotAllowed
from psycopg import errors

from cases.errors import Refused
from config.errors import conflict

LOST_RACE = (errors.LockNotAvailable, errors.DeadlockDetected, errors.SerializationFailure)


class ConflictMiddleware:
    """Answer 409 when a step met a state, a lock or a finished task that refuses it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, (Refused, TransitionNotAllowed, ConcurrentTransition)):
            return conflict(request, exception)
        if isinstance(exception, OperationalError) and isinstance(exception.__cause__, LOST_RACE):
            return conflict(request, exception)
        return None
