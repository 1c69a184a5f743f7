"""All requests with one e-mail address, for whoever reads its letters: from one case to the others."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from cases.access import citizen_session, code_requests
from cases.access.citizen_session import LoggedOut, citizen_case
from cases.models import Case, OneTimeCode
from cases.text.masking import masked
from cases.views.tracking.one_time_codes import code_page, typed_code

CASES = OneTimeCode.Purpose.CASES


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own_cases(request: HttpRequest, number: str) -> HttpResponse:
    """Offer to send a code to the address of this case; who has confirmed it before goes on at once."""
    try:
        case = _with_address(request, number)
        if case.email.lower() in citizen_session.rights_of(request).emails:
            return redirect("cases:track_cases")
    except LoggedOut:
        return redirect("cases:track")
    if request.method == "POST":
        code_requests.ask(request, CASES, wanted=case.email, case=case)
        return redirect("cases:own_cases_code", number=number)
    return render(request, "cases/own_cases.html", {"case": case, "masked_email": masked(case.email)})


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def own_cases_code(request: HttpRequest, number: str) -> HttpResponse:
    """Take the code; from then on this browser may see every case of the address."""
    try:
        case = _with_address(request, number)
    except LoggedOut:
        return redirect("cases:track")
    if not code_requests.is_asked(request, CASES, case):
        return redirect("cases:own_cases", number=number)
    form, one_time_code = typed_code(request, CASES)
    if one_time_code is not None:
        citizen_session.open_for_address(request, one_time_code)
        return code_requests.remember(redirect("cases:track_cases"), request, one_time_code)
    told = _("A code is on its way to %(address)s. It is valid for 15 minutes.")
    again = reverse("cases:own_cases", kwargs={"number": number})
    return code_page(request, CASES, form, told=told % {"address": masked(case.email)}, again=again)


def _with_address(request: HttpRequest, number: str) -> Case:
    case = citizen_case(request, number)
    if not case.email:
        raise Http404
    return case
