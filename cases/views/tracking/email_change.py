"""Another e-mail address for a case: the new one is confirmed by a code, the old one is told."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from cases import actions
from cases.access import citizen_session, code_requests
from cases.access.citizen_session import LoggedOut, citizen_case
from cases.forms.contact import EmailForm
from cases.forms.sent import sent
from cases.models import OneTimeCode
from cases.views.idempotency import SentBefore, answers_again, done_once
from cases.views.tracking.one_time_codes import code_page, typed_code
from cases.views.tracking.removed_contact import gone

EMAIL = OneTimeCode.Purpose.EMAIL


def _asked(request: HttpRequest, before: SentBefore, number: str) -> HttpResponse:
    """The page of the code, which the same form has asked for."""
    return redirect("cases:email_code", number=number)


def _changed(request: HttpRequest, before: SentBefore, number: str) -> HttpResponse:
    """The page of the case; the same form has brought the code."""
    return redirect("cases:case", number=number)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@done_once(_asked)
def email(request: HttpRequest, number: str) -> HttpResponse:
    """Take the new address; until its code is typed, the old one stays."""
    try:
        case = citizen_case(request, number)
    except LoggedOut:
        return redirect("cases:track")
    if case.contact_is_gone:
        return gone(request, case)
    form = sent(request, EmailForm, case=case)
    if form.is_valid():
        code_requests.ask(request, EMAIL, wanted=form.cleaned_data["email"], case=case)
        return redirect("cases:email_code", number=number)
    return render(request, "cases/email.html", {"case": case, "form": form})


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@answers_again(_changed)
def email_code(request: HttpRequest, number: str) -> HttpResponse:
    """Take the code that went to the new address, and use this one from now on."""
    try:
        case = citizen_case(request, number)
    except LoggedOut:
        return redirect("cases:track")
    if case.contact_is_gone:
        return gone(request, case)
    if not code_requests.is_asked(request, EMAIL, case):
        return redirect("cases:email", number=number)
    form, one_time_code = typed_code(request, EMAIL)
    if one_time_code is not None:
        case = actions.change_email(case, to=one_time_code.email)
        # A right to the cases of the old address is none to this one any more.
        if not citizen_session.may_see(request, case):
            citizen_session.open_for_case(request, case)
        messages.success(request, _("From now on our letters go to your new e-mail address."))
        return code_requests.remember(redirect("cases:case", number=number), request, one_time_code)
    told = _("A code is on its way to the new e-mail address. It is valid for 15 minutes.")
    again = reverse("cases:email", kwargs={"number": number})
    return code_page(request, EMAIL, form, told=told, again=again)
