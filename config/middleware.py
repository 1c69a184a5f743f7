"""Between the server and the views: rows are read once, refusals become pages, administrators need a second
factor, and changes of the set-up are written down.

A lost race is a 409, a closed throttle a 429, a rush a 503.
"""

from collections.abc import Callable

from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.db import DataError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import ResolverMatch
from django_fsm import ConcurrentTransition, TransitionNotAllowed

from cases.errors import Busy, Refused, TooManyTries
from cases.lost_races import is_lost_race
from cases.models import User
from cases.one_request import one_request
from cases.second_factors import factors, is_needed
from cases.setup.changes import journal
from config import errors as pages
from workflows.views.second_step import MARK

# What an administrator without a second factor may open: the pages on which one is set up.
BEFORE_FACTOR = frozenset(
    f"staff:{name}"
    for name in "login second_step logout password security add_app add_passkey spare_codes end_session "
    "end_sessions".split()
) | {"admin:jsi18n"}
# The staff's rooms; the citizens' pages ask nobody, but for their photos, which the staff sees too.
INSIDE, PHOTOS = ("staff", "notifications", "admin"), ("cases:photo", "cases:thumbnail")


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
        if is_lost_race(exception):
            return pages.conflict(request, exception)
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


class SecondFactorMiddleware:
    """Whoever may change the set-up comes in with a second factor, or sets one up first."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing to do on the way in: which page it is, is not known yet."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> HttpResponse | None:
        """To the page of the second factor, where this log-in had none and needs one."""
        match = request.resolver_match
        if match is None or not _asks(match):
            return None
        user = request.user
        if not isinstance(user, User) or not is_needed(user) or request.session.get(MARK):
            return None
        if factors(user).exists():
            # Logged in before the factor was there: the next log-in asks for it.
            logout(request)
            return redirect_to_login(request.get_full_path())
        return redirect("staff:security")


def _asks(match: ResolverMatch) -> bool:
    if match.view_name in BEFORE_FACTOR:
        return False
    return match.view_name in PHOTOS or match.namespaces[:1] in [[room] for room in INSIDE]
