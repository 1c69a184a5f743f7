"""The door of the set-up pages: for administrators; others are told so."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

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
