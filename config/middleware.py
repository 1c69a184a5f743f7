"""What goes around each request: rows read once; what a verb refuses as a page (a lost race is a 409, a
closed throttle a 429, a rush a 503)."""

from collections.abc import Callable

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django_fsm import ConcurrentTransition, TransitionNotAllowed
from psycopg import errors

from cases.errors import Busy, Refused, TooManyTries
from cases.one_request import one_request
from config import errors as pages

LOST_RACE = (errors.LockNotAvailable, errors.DeadlockDetected, errors.SerializationFailure)


class OneRequestMiddleware:
    """Lets the city's own rows be read once for each request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """What is kept ends with the answer."""
        with one_request():
            return self.get_response(request)


class RefusalMiddleware:
    """Answers the refusals that a view let pass; everything else is a real error."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing to do on the way in."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page for this refusal, or None."""
        if isinstance(exception, TooManyTries):
            return pages.too_many_tries(request, exception)
        if isinstance(exception, Busy):
            return pages.busy(request)
        if isinstance(exception, (Refused, TransitionNotAllowed, ConcurrentTransition)):
            return pages.conflict(request, exception)
        if isinstance(exception, OperationalError) and isinstance(exception.__cause__, LOST_RACE):
            return pages.conflict(request, exception)
        return None
