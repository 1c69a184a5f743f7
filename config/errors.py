"""Pages for what went wrong, in the reader's language; each says what to do next."""

import math
import sys
from collections.abc import Callable
from functools import partial

import psycopg
from django.db import Error, InterfaceError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.errors import Refused, TooManyTries
from cases.lib.same_origin import from_own_page
from cases.views.request import pages, submission
from cases.views.tracking import login, replies
from cases.views.tracking.case_page import ANSWER, FEEDBACK, MESSAGE, REOPEN
from config.databases import is_outdated
from workflows.views.case.steps import step_again
from workflows.views.case.subtasks import subtask_again
from workflows.views.field.work import field_case_again
from workflows.views.outside.pages import act_again

# PostgreSQL is away or cannot take anybody (SQLSTATE, by its beginning): no connection, no room or no place
# left, a server that stops, starts or only reads. Without a state it was never reached.
AWAY = ("08", "53", "57P", "25006")
RETRY_AFTER = "30"  # seconds

TYPED_AGAIN: dict[str, Callable[..., HttpResponse]] = {
    "cases:form_page": pages.form_again,
    "cases:form_check": submission.check_again,
    "cases:answer": partial(replies.reply_again, what=ANSWER),
    "cases:message": partial(replies.reply_again, what=MESSAGE),
    "cases:feedback": partial(replies.reply_again, what=FEEDBACK),
    "cases:reopen": partial(replies.reply_again, what=REOPEN),
    "cases:track": login.track_again,
    "staff:step": step_again,
    "staff:subtask": subtask_again,
    "staff:field_case": field_case_again,
    "staff:field_subtask": partial(subtask_again, subtask_verb="finish"),
    "outside:act": act_again,
}


def _page(request: HttpRequest, name: str, status: int, **context: object) -> HttpResponse:
    """The page of a refusal, with the menu of those who were refused: the staff's inside their rooms."""
    inside = request.path.startswith((reverse("staff:inbox"), reverse("admin:index")))
    context |= {"inside": inside, "base": "staff/base.html" if inside else "base.html"}
    return render(request, f"errors/{name}.html", context, status=status)


def conflict(request: HttpRequest, exception: Exception) -> HttpResponse:
    """409: somebody was faster, or the case has moved on."""
    text = str(exception) if isinstance(exception, Refused) else _("The case has changed in the meantime.")
    return _page(request, "409", 409, text=text)


def too_many_tries(request: HttpRequest, exception: TooManyTries) -> HttpResponse:
    """429: says when to try again."""
    minutes = math.ceil(exception.wait / 60)
    response = _page(request, "429", 429, minutes=minutes)
    response["Retry-After"] = str(exception.wait)
    return response


def busy(request: HttpRequest) -> HttpResponse:
    """503: too many people at once."""
    response = _page(request, "503", 503)
    response["Retry-After"] = RETRY_AFTER
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the page was open too long, or the browser keeps no cookies. A page of ours on which much was
    typed comes back with it, to be sent once more; of what another site sends nothing is kept or shown."""
    match = request.resolver_match
    again = TYPED_AGAIN.get(match.view_name) if match else None
    if match and again and from_own_page(request):
        return again(request, **match.kwargs)
    return _page(request, "csrf", 403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400."""
    return _page(request, "400", 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: logged in, but without the right."""
    return _page(request, "403", 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: no such page, or not for this reader."""
    return _page(request, "404", 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 while the database is away, whoever asked it: a view, the session, another error's page.
    Both need neither the database nor the session."""
    if is_away(sys.exc_info()[1]):
        response = HttpResponse(loader.get_template("errors/away.html").render(), status=503)
        response["Retry-After"] = RETRY_AFTER
        return response
    return HttpResponse(loader.get_template("errors/500.html").render(), status=500)


def is_away(error: BaseException | None) -> bool:
    """Say whether this error means that the database cannot be asked at the moment, but soon."""
    if isinstance(error, InterfaceError) or is_outdated(error):
        return True
    if not isinstance(error, Error) or not isinstance(error.__cause__, psycopg.Error):
        return False
    state = error.__cause__.sqlstate
    if state is None:
        return isinstance(error.__cause__, psycopg.OperationalError)
    return state.startswith(AWAY)
