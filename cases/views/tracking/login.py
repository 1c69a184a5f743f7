"""Tracking: log in with user ID and password, the list of one's cases, one case."""

from django.core.paginator import InvalidPage, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.access import attempts, case_passwords, citizen_session
from cases.access.attempts import Attempt
from cases.access.citizen_session import LoggedOut, citizen_case
from cases.audit import security_log
from cases.drafts import browser_store
from cases.forms.sent import sent
from cases.forms.tracking import LogInForm
from cases.models import Case
from cases.views.tracking.case_page import case_page
from cases.views.tracking.log_out import log_out

PAGE = 50


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def track(request: HttpRequest) -> HttpResponse:
    """Log in; a wrong user ID and a wrong password get the same words in the same time."""
    form = sent(request, LogInForm)
    if form.is_valid():
        attempt = attempts.begin(attempts.CASE_PASSWORD, request, form.cleaned_data["user_id"])
        case = _opened(attempt, form.cleaned_data["password"])
        if case is not None:
            return attempt.let_in(_after_log_in(request, case))
        form.add_error(None, _("The user ID or the password is not right."))
    return log_in_page(request, form)


def log_in_page(
    request: HttpRequest, form: LogInForm, *, notice: str = "", status: int = 200
) -> HttpResponse:
    """The form to log in; it says so when words wait to be sent."""
    context = {"form": form, "notice": notice, "typed": browser_store.waiting(request)}
    return render(request, "cases/track.html", context, status=status)


def track_again(request: HttpRequest) -> HttpResponse:
    """The form to log in with the user ID that was typed, after its CSRF token had expired."""
    form = LogInForm(initial={"user_id": request.POST.get("user_id", "")})
    notice = _("This page was open for too long. Please type the password once more.")
    return log_in_page(request, form, notice=notice, status=403)


@never_cache
@require_safe
def track_cases(request: HttpRequest) -> HttpResponse:
    """The cases that this browser may see, as in the city's manual; a page that is none shows nothing."""
    try:
        rights = citizen_session.rights_of(request)
    except LoggedOut:
        return redirect("cases:track")
    paginator = Paginator(rights.cases(), PAGE)
    try:
        page = paginator.page(request.GET.get("page") or 1)
    except InvalidPage:
        return render(request, "cases/track_cases.html", {"page": None, "rights": rights})
    cases = [case for case in page if rights.permits(case)]
    if not cases:
        citizen_session.close(request)
        return redirect("cases:track")
    return render(request, "cases/track_cases.html", {"cases": cases, "page": page, "rights": rights})


@never_cache
@require_safe
def case(request: HttpRequest, number: str) -> HttpResponse:
    """One case: where it stands, what happened, what was filed."""
    try:
        found = citizen_case(request, number)
    except LoggedOut:
        return redirect("cases:track")
    return case_page(request, found)


@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    """Log out of all cases; a staff log-in in the same browser stays."""
    log_out(request)
    return redirect("cases:track")


def _opened(attempt: Attempt, password: str) -> Case | None:
    """The case, if this is its password."""
    found: Case | None = Case.objects.filter(number=attempt.account).first()
    if not case_passwords.matches(password, found.password if found else None):
        attempt.failed()
        known = "" if found else security_log.fingerprint(attempt.account)
        security_log.record(security_log.Kind.CASE_REFUSED, case=found, subject=known)
        return None
    attempt.succeeded()
    return found


def _after_log_in(request: HttpRequest, found: Case) -> HttpResponse:
    citizen_session.open_for_case(request, found)
    if found.number in browser_store.waiting(request):
        return redirect("cases:case", number=found.number)
    return redirect("cases:track_cases")
