"""The password or a passkey once more, before what is dangerous; and the form that waited for it."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from cases.access import attempts, session_limits
from cases.audit import security_log
from cases.audit.security_log import Kind
from cases.drafts import typed_forms
from cases.views.staff_pages import StaffRequest, staff_page
from workflows.forms.scripted import loaded
from workflows.forms.second_factor import PasswordForm
from workflows.login import passkeys, single_sign_on


@sensitive_post_parameters()
@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def again(request: StaffRequest) -> HttpResponse:
    """Ask for the password or a passkey, and go on to where the person was going; who has no password is sent
    to the issuer for it."""
    if request.method == "POST" and request.POST.get("answer"):
        if _passkey_opens(request):
            return _go_on(request, "webauthn")
        problem = _("This passkey did not open the door. Please try again, or type your password.")
        return _page(request, None, problem=problem)
    if single_sign_on.asks_no_password(request, request.user):
        return _page(request, None)
    form = PasswordForm(request, user=request.user)
    return _go_on(request, "password") if form.is_valid() else _page(request, form)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def resend(request: StaffRequest) -> HttpResponse:
    """Offer to send the form that waited, as it was typed; by POST it is thrown away."""
    held = typed_forms.waiting(request, request.user)
    if request.method == "POST" or held is None:
        typed_forms.forget(request)
        return redirect(settings.LOGIN_REDIRECT_URL)
    return render(request, "staff/resend.html", {"held": held})


def _passkey_opens(request: StaffRequest) -> bool:
    """Judge the browser's answer; raises TooManyTries."""
    account = attempts.staff_account(request.user.get_username())
    attempt = attempts.begin(attempts.SECOND_FACTOR, request, account)
    right = passkeys.accepts(request.user, loaded(request.POST["answer"]))
    if right:
        attempt.succeeded()
    else:
        attempt.failed()
    return right


def _go_on(request: StaffRequest, by: str) -> HttpResponse:
    session_limits.prove(request)
    security_log.record(Kind.PROVED, by=request.user, subject=by)
    return redirect(_wanted(request) or settings.LOGIN_REDIRECT_URL)


def _wanted(request: StaffRequest) -> str:
    """Where the person was going, within this site; empty for nowhere."""
    typed = (request.POST if request.method == "POST" else request.GET).get("next", "")
    allowed = url_has_allowed_host_and_scheme(typed, {request.get_host()}, require_https=request.is_secure())
    return typed if allowed else ""


def _page(request: StaffRequest, form: PasswordForm | None, *, problem: str = "") -> HttpResponse:
    named = single_sign_on.configured()
    context = {
        "form": form or PasswordForm(request, user=request.user, sent=False),
        "asked": passkeys.asked_to_show(request.user),
        "has_password": not single_sign_on.asks_no_password(request, request.user),
        "sso": named.name if named and single_sign_on.came_by(request) else "",
        "problem": problem,
        "next": _wanted(request),
    }
    return render(request, "staff/again.html", context)
