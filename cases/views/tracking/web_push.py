"""Tell me on this telephone: the browser switches notifications on and off, from the receipt or the case."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from cases.access.citizen_session import LoggedOut, citizen_case
from cases.actions import web_push
from cases.drafts import browser_store
from cases.errors import Refused
from cases.forms.web_push import BrowserForm
from cases.limits import rate_limits
from cases.models import Case
from cases.views.idempotency import SentBefore, done_once

HOUR = 60 * 60
# Changes of mind in an hour, and wrong answers of a browser, for one case.
TRIES = 30


def _again(request: HttpRequest, before: SentBefore, number: str) -> HttpResponse:
    """The page of the case, where the same form has done it."""
    return redirect("cases:case", number=number)


def _again_off(request: HttpRequest, before: SentBefore, number: str, pk: int) -> HttpResponse:
    """The page of the case, where the same form has done it."""
    return _again(request, before, number)


def _again_done(request: HttpRequest, before: SentBefore) -> HttpResponse:
    """The receipt, where the same form has done it."""
    return redirect("cases:done")


@never_cache
@require_POST
@done_once(_again)
def push_on(request: HttpRequest, number: str) -> HttpResponse:
    """Tell this browser of the case."""
    try:
        case = citizen_case(request, number)
    except LoggedOut:
        return redirect("cases:track")
    _subscribe(request, case)
    return redirect("cases:case", number=number)


@never_cache
@require_POST
@done_once(_again_done)
def push_on_filed(request: HttpRequest) -> HttpResponse:
    """Tell this browser of the request that it has just filed: as long as its password is shown."""
    number, password = browser_store.filed(request)
    case = Case.objects.filter(number=number).first() if password else None
    if case is None:
        return redirect("cases:track")
    _subscribe(request, case)
    return redirect("cases:done")


@never_cache
@require_POST
@done_once(_again_off)
def push_off(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Tell one of the browsers no more."""
    try:
        case = citizen_case(request, number)
    except LoggedOut:
        return redirect("cases:track")
    web_push.stop(case, pk)
    messages.success(request, _("Notifications are off there. The municipality has forgotten the browser."))
    return redirect("cases:case", number=number)


@require_safe
def push_worker(request: HttpRequest) -> HttpResponse:
    """The one service worker. It shows notifications, and of a citizen reads no page: its scope is the folder
    of its address, in which there is none. The staff's field asks for a scope of its own."""
    response = render(request, "cases/push_worker.js", content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    response["Service-Worker-Allowed"] = "/"
    return response


def _subscribe(request: HttpRequest, case: Case) -> None:
    """Do it, and say what came of it on the page that comes."""
    rate_limits.hit("web_push", case.number, limit=TRIES, seconds=HOUR)
    form = BrowserForm(request.POST)
    if not form.is_valid():
        messages.error(request, form.problem)
        return
    try:
        web_push.subscribe(case, form.cleaned_data["browser"], language=(get_language() or "th")[:2])
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Notifications are on: this browser is told when there is news."))
