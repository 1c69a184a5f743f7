"""The doors of the staff's pages: who is let in, and which case a number opens."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from cases.models import Case, User

P = ParamSpec("P")


class StaffRequest(HttpRequest):
    """A request of a member of staff who is logged in."""

    user: User


def staff_page(
    view: Callable[Concatenate[StaffRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """For members of staff alone; others go to the log-in and come back. Browsers keep no copy."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        return view(cast(StaffRequest, request), *args, **kwargs)

    return login_required(never_cache(guarded))


def case_or_404(user: User, number: str) -> Case:
    """The case with this number, if this person may read it; else it does not exist."""
    related = ("request_type", "department", "unit", "officer", "channel", "title", "result", "agency")
    try:
        found: Case = Case.objects.visible_to(user).select_related(*related).get(number=number)
    except Case.DoesNotExist as error:
        raise Http404 from error
    return found
