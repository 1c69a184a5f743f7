"""The own page of a member of staff about logging in: password, second factor, and where one is logged in."""

from contextlib import suppress

from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from cases.access import access_tokens, staff_sessions
from cases.access.two_factor import Type, due, factors, is_needed
from cases.audit import security_log
from cases.db.encryption import InvalidToken, decrypt, encrypt
from cases.lib.qr import qr_svg
from cases.models import StaffIdentity, User
from cases.views.staff_pages import StaffRequest, staff_page
from workflows.forms.scripted import loaded
from workflows.forms.second_factor import AppForm, PasskeyForm, PasswordForm
from workflows.login import passkeys, single_sign_on, totp
from workflows.views.login.second_step import MARK
from workflows.views.login.single_sign_on import waiting_link

# In the session: the secret of an app that is being set up, and that the spare codes are to be shown once.
SECRET, FRESH = "second_factor_secret", "second_factor_fresh"


@staff_page
@require_http_methods(["GET", "HEAD"])
def security(request: StaffRequest) -> HttpResponse:
    """What there is: factors, spare codes, log-ins."""
    return _overview(request)


@sensitive_post_parameters()
@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_variables("secret")
def add_app(request: StaffRequest) -> HttpResponse:
    """Show the QR code; with the code that the app then shows it is set up."""
    secret = _secret(request)
    form = AppForm(request, user=request.user)
    if form.is_valid():
        step = totp.step_of(secret, form.cleaned_data["code"])
        if step is not None:
            totp.add_app(request.user, secret, step)
            del request.session[SECRET]
            return _added(request)
        form.add_error("code", _("This code is wrong. Please wait for the next one, and check the clock."))
    code = qr_svg(totp.address(request.user, secret))
    groups = " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
    return render(request, "staff/add_app.html", {"form": form, "qr": code, "secret": groups})


@sensitive_post_parameters()
@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def add_passkey(request: StaffRequest) -> HttpResponse:
    """Have the browser make a passkey, and keep it."""
    form = PasskeyForm(request, user=request.user)
    if form.is_valid():
        answer = loaded(request.POST.get("answer", ""))
        if passkeys.add(request.user, form.cleaned_data["name"], answer):
            return _added(request)
        form.add_error(None, _("The browser made no passkey. Please try again, or use an app."))
    asked = passkeys.asked_to_make(request.user)
    return render(request, "staff/add_passkey.html", {"form": form, "asked": asked})


@sensitive_post_parameters()
@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def spare_codes(request: StaffRequest) -> HttpResponse:
    """The spare codes, shown once after they were made; by POST new ones."""
    if not factors(request.user).exists():
        return redirect("staff:security")
    if request.session.pop(FRESH, False):
        return render(request, "staff/spare_codes.html", {"codes": _spares(request.user)})
    form = PasswordForm(request, user=request.user)
    if form.is_valid():
        totp.new_spares(request.user)
        request.session[FRESH] = True
        return redirect("staff:spare_codes")
    return render(request, "staff/spare_codes.html", {"form": form})


@sensitive_post_parameters()
@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def remove_factor(request: StaffRequest, pk: int) -> HttpResponse:
    """Take an own factor away; the last one not from those who may not do without."""
    found = get_object_or_404(factors(request.user), pk=pk)
    form = PasswordForm(request, user=request.user)
    last = factors(request.user).count() == 1
    if last and is_needed(request.user):
        messages.error(request, _("You need a second factor: add another one before you remove this."))
        return redirect("staff:security")
    if form.is_valid():
        found.delete()
        security_log.record(security_log.Kind.FACTOR_REMOVED, by=request.user, subject=found.type)
        if last:
            totp.forget_spares(request.user)
            request.session.pop(MARK, None)
        staff_sessions.end_all(request.user, but=request)
        messages.success(request, _("The second factor is removed."))
        return redirect("staff:security")
    return render(request, "staff/remove_factor.html", {"form": form, "factor": found, "last": last})


@staff_page
@require_POST
def end_session(request: StaffRequest, key: str) -> HttpResponse:
    """End one of the own log-ins."""
    if not staff_sessions.end(request.user, key):
        raise Http404
    messages.success(request, _("That device is logged out."))
    return redirect("staff:security")


@staff_page
@require_POST
def end_sessions(request: StaffRequest) -> HttpResponse:
    """Log out everywhere, here too."""
    staff_sessions.end_all(request.user)
    logout(request)
    messages.success(request, _("You are logged out everywhere."))
    return redirect("staff:login")


def _overview(request: StaffRequest) -> HttpResponse:
    found = list(factors(request.user))
    needed = not found and is_needed(request.user)
    named = single_sign_on.configured()
    context = {
        "sso": named.name if named else "",
        "identity": StaffIdentity.objects.filter(user=request.user).first() if named else None,
        "to_link": waiting_link(request),
        "no_password": single_sign_on.asks_no_password(request, request.user),
        "factors": [(one, one.wrap().name if one.type == Type.WEBAUTHN else "") for one in found],
        "has_app": any(one.type == Type.TOTP for one in found),
        "needed": needed,
        "until": due(request.user) if needed else None,
        "spares": _spares(request.user),
        "log_ins": staff_sessions.log_ins(request, request.user),
        "tokens": access_tokens.of_person(request.user),
    }
    return render(request, "staff/security.html", context)


def _added(request: StaffRequest) -> HttpResponse:
    """A factor more: this log-in counts as one with it, all others end; the first one brings spare codes."""
    request.session[MARK] = True
    staff_sessions.end_all(request.user, but=request)
    messages.success(request, _("The second factor is set up. From now on it is asked for at every log-in."))
    if _spares(request.user):
        return redirect("staff:security")
    totp.new_spares(request.user)
    request.session[FRESH] = True
    return redirect("staff:spare_codes")


def _secret(request: StaffRequest) -> str:
    """The secret of the app that is being set up; a new one where the key of it is gone."""
    with suppress(InvalidToken):
        if SECRET in request.session:
            return decrypt(request.session[SECRET])
    secret = totp.new_secret()
    request.session[SECRET] = encrypt(secret)
    return secret


def _spares(user: User) -> list[str] | None:
    """The spare codes that are left; None where they cannot be read."""
    try:
        return totp.spares(user)
    except InvalidToken:
        return None
