"""Between the server and the views: rows are read once, refusals become pages, and changes of the set-up are
written down. The gate of the staff's rooms is `config.staff_gate`.

A lost race is a 409, a closed throttle a 429, a rush a 503.
"""

from collections.abc import Callable

from django.db import DataError
from django.http import HttpRequest, HttpResponse
from django_fsm import ConcurrentTransition, TransitionNotAllowed

from cases.audit.request_origin import answering
from cases.change_log.journal import journal
from cases.errors import Busy, LostRace, Refused, TooManyTries
from cases.lib.lost_races import is_lost_race
from cases.lib.request_cache import one_request
from config import errors as pages


class OneRequestMiddleware:
    """Lets the city's own rows be read once for each request, and says where the request comes from."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """What is kept ends with the answer."""
        with one_request(), answering(request):
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
        if is_lost_race(exception):
            return pages.conflict(request, LostRace())
        if isinstance(exception, DataError):
            # NUL, a number that no column holds: whatever form or address it came by.
            return pages.bad_request(request, exception)
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
