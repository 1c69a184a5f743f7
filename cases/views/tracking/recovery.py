"""Recovery: ask for a code, type it, choose a case, get a new password. Never says what is known."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from cases import actions
from cases.access import attempts, citizen_session, code_requests
from cases.access.citizen_session import LoggedOut, Rights
from cases.actions import contact_preference
from cases.drafts import browser_store
from cases.forms.sent import sent
from cases.forms.tracking import ForgotForm
from cases.limits import rate_limits
from cases.models import OneTimeCode
from cases.views.tracking.one_time_codes import code_page, typed_code

PASSWORD = OneTimeCode.Purpose.PASSWORD
HOUR = 60 * 60
LISTED = 50


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def forgot(request: HttpRequest) -> HttpResponse:
    """Store the request; a worker looks it up. The next page is the same for everybody."""
    form = sent(request, ForgotForm)
    if not form.is_valid():
        return render(request, "cases/forgot.html", {"form": form})
    code_requests.ask(request, PASSWORD, wanted=form.cleaned_data["wanted"])
    return redirect("cases:forgot_code")


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def forgot_code(request: HttpRequest) -> HttpResponse:
    """Take the code of the letter."""
    if not code_requests.is_asked(request, PASSWORD):
        return redirect("cases:forgot")
    form, one_time_code = typed_code(request, PASSWORD)
    if one_time_code is not None:
        citizen_session.open_for_address(request, one_time_code)
        return code_requests.remember(redirect("cases:forgot_cases"), request, one_time_code)
    told = code_is_sent()
    return code_page(request, PASSWORD, form, told=told, again=reverse("cases:forgot"))


def code_is_sent() -> str:
    """Where the code went, in words that are the same for everybody."""
    if not contact_preference.sms_is_set_up():
        return _(
            "If what you typed belongs to a request with an e-mail address, a code is on its way there now. "
            "It is valid for 15 minutes."
        )
    return _(
        "If what you typed belongs to a request, a code is on its way now, by e-mail or else by SMS. "
        "It is valid for 15 minutes."
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def forgot_cases(request: HttpRequest) -> HttpResponse:
    """The cases of the confirmed address; one of them gets a new password, shown once."""
    try:
        rights = citizen_session.rights_of(request)
    except LoggedOut:
        return redirect("cases:forgot")
    try:
        rights = rights.by_code
    except LoggedOut:
        return redirect("cases:track_cases")
    if request.method == "POST":
        return _renewed(request, rights, request.POST.get("number", ""))
    number, password = browser_store.take_fresh(request)
    cases = rights.cases()[:LISTED]
    context = {"cases": cases, "number": number, "password": password, "page": cases, "rights": rights}
    return render(request, "cases/forgot_cases.html", context)


@sensitive_variables("password")
def _renewed(request: HttpRequest, rights: Rights, number: str) -> HttpResponse:
    case = rights.cases().filter(number=number.replace("\0", "")).first()
    if case is None:
        raise Http404
    rate_limits.hit("new_password", case.number, limit=3, seconds=HOUR)
    case, password = actions.change_password(case)
    browser_store.remember_fresh(request, case, password)
    return attempts.remember(redirect("cases:forgot_cases"), request, attempts.CASES, case.number)
