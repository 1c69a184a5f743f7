"""The door of the set-up pages: for administrators; others are told so."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from cases.models import User
from cases.views.staff_pages import StaffRequest, staff_page
from workflows import rights

P = ParamSpec("P")


def setup_page(
    view: Callable[Concatenate[StaffRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """For those who may set the service up; the rest of the staff gets a 403 that says whom to ask."""

    @wraps(view)
    def guarded(request: StaffRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not rights.may_set_up(request.user):
            return render(request, "staff/setup/forbidden.html", status=403)
        return view(request, *args, **kwargs)

    return staff_page(require_http_methods(["GET", "HEAD", "POST"])(guarded))


def setup_page_for(
    model: str, *verbs: str
) -> Callable[
    [Callable[Concatenate[StaffRequest, P], HttpResponse]],
    Callable[Concatenate[HttpRequest, P], HttpResponse],
]:
    """A page of the set-up for those who have one of these rights to the rows of a model, as Django's own
    set-up pages ask for them; others get a 403."""

    def decorate(
        view: Callable[Concatenate[StaffRequest, P], HttpResponse],
    ) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
        @wraps(view)
        def asked(request: StaffRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            need(request.user, model, *verbs)
            return view(request, *args, **kwargs)

        return setup_page(asked)

    return decorate


def may(user: User, model: str, *verbs: str) -> bool:
    """Whether this person has one of these rights to the rows of a model of the set-up."""
    return any(user.has_perm(f"cases.{verb}_{model}") for verb in verbs)


def need(user: User, model: str, *verbs: str) -> None:
    """Raise PermissionDenied where `may` does not hold."""
    if not may(user, model, *verbs):
        raise PermissionDenied
