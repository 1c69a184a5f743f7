"""Tell me by: the citizen chooses e-mail, LINE or SMS, and links or unlinks LINE."""

from csp.decorators import csp_update
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.access import line_login
from cases.access.citizen_session import LoggedOut, citizen_case
from cases.access.line_login import NotAFriend, NotLinked, Started
from cases.actions import contact_preference
from cases.db.encryption import Unreadable
from cases.forms.contact_preference import TellForm
from cases.forms.sent import sent
from cases.limits import rate_limits
from cases.models import ContactChannel
from cases.views.idempotency import SentBefore, done_once
from cases.views.tracking.removed_contact import gone

HOUR = 60 * 60


def _again(request: HttpRequest, before: SentBefore, number: str) -> HttpResponse:
    """The page of the case, where the same form has brought it."""
    return redirect("cases:case", number=number)


def _unlinked(request: HttpRequest, before: SentBefore, number: str) -> HttpResponse:
    """The choice, after the same form has unlinked LINE."""
    return redirect("cases:telling", number=number)


# The button that links LINE leads there: browsers hold a form's redirects to form-action too.
@csp_update({"form-action": [settings.LINE_ACCESS_URL]})  # type: ignore[arg-type]
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@done_once(_again)
def telling(request: HttpRequest, number: str) -> HttpResponse:
    """Show the choice and take it."""
    try:
        case = citizen_case(request, number)
    except LoggedOut:
        return redirect("cases:track")
    if case.contact_is_gone:
        return gone(request, case)
    held = contact_preference.contact_of(case)
    form = sent(request, TellForm, case=case, contact=held)
    if form.is_valid():
        contact_preference.choose(case, ContactChannel(form.cleaned_data["way"]))
        messages.success(request, _("Your choice is saved."))
        return redirect("cases:case", number=number)
    context = {
        "case": case,
        "form": form,
        "ways": contact_preference.offered(case, held),
        "line": contact_preference.line_is_set_up(),
        "linked": bool(held and held.line_id and not isinstance(held.line_id, Unreadable)),
        "unreadable": bool(held and isinstance(held.line_id, Unreadable)),
    }
    return render(request, "cases/telling.html", context)


@never_cache
@require_POST
def line_link(request: HttpRequest, number: str) -> HttpResponse:
    """Go to LINE, which says who the citizen is."""
    try:
        case = citizen_case(request, number)
    except LoggedOut:
        return redirect("cases:track")
    if case.contact_is_gone:
        return gone(request, case)
    if not contact_preference.line_is_set_up():
        return redirect("cases:telling", number=number)
    rate_limits.hit("line_link", case.number, limit=10, seconds=HOUR)
    return redirect(line_login.begin(request, case.number))


@never_cache
@require_safe
def line_back(request: HttpRequest) -> HttpResponse:
    """Come back from LINE; the address is one for all cases and languages, so the session knows which."""
    started = line_login.take(request)
    if started is None:
        messages.error(request, _("LINE was not linked. Please try again."))
        return redirect("cases:track_cases")
    with override(started.language):
        try:
            return _linked(request, started)
        except LoggedOut:
            return redirect("cases:track")


@never_cache
@require_POST
@done_once(_unlinked)
def line_unlink(request: HttpRequest, number: str) -> HttpResponse:
    """Forget the LINE account."""
    try:
        case = citizen_case(request, number)
    except LoggedOut:
        return redirect("cases:track")
    contact_preference.unlink_line(case)
    messages.success(request, _("LINE is no longer linked. We have forgotten your LINE account."))
    return redirect("cases:telling", number=number)


def _linked(request: HttpRequest, started: Started) -> HttpResponse:
    case = citizen_case(request, started.number)
    if case.contact_is_gone:
        return gone(request, case)
    came = {name: request.GET.get(name, "") for name in ("state", "code")}
    try:
        line_id = line_login.user_id(started, **came)
    except NotAFriend:
        messages.error(request, _("LINE was not linked: please add our LINE account as a friend first."))
        return redirect("cases:telling", number=case.number)
    except NotLinked:
        messages.error(request, _("LINE was not linked. Please try again."))
        return redirect("cases:telling", number=case.number)
    contact_preference.link_line(case, line_id=line_id)
    messages.success(request, _("LINE is linked. From now on we tell you by LINE."))
    return redirect("cases:telling", number=case.number)
