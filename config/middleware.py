"""What lies around every view: a verb's refusal becomes a page (a lost race 409, a closed throttle 429, a
rush 503), and changes of the set-up are written down with the name of the person who makes them."""

from collections.abc import Callable

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django_fsm import ConcurrentTransition, TransitionNotAllowed
from psycopg import errors

from cases.errors import Busy, Refused, TooManyTries
from cases.setup.changes import journal
from config import errors as pages

LOST_RACE = (errors.LockNotAvailable, errors.DeadlockDetected, errors.SerializationFailure)


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


class ChangeLogMiddleware:
    """Opens the journal of the change log for what is sent; who sends it is asked only when it matters."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """With a journal around whatever is not only read."""
        if request.method in ("GET", "HEAD", "OPTIONS"):
            return self.get_response(request)
        with journal(lambda: request.user):
            return self.get_response(request)
