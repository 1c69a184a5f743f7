"""The second step of the log-in: the password was right, or the issuer has said who it is; now a code or a
passkey."""

import time
from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from cases.access import attempts
from cases.access.attempts import Attempt
from cases.db.encryption import InvalidToken
from cases.errors import TooManyTries
from cases.models import User
from workflows.forms.scripted import loaded
from workflows.forms.second_factor import CodeForm
from workflows.login import passkeys, totp
from workflows.views.login.words import wait_in_words

# In the session: who has typed the password here, when, and the mark of a log-in with both factors.
WAITING, MARK = "second_step", "second_factor"
SECONDS = 10 * 60


def begin(
    request: HttpRequest, user: User, wanted: str, *, also: dict[str, Any] | None = None
) -> HttpResponse:
    """Remember who has shown the first factor, and ask for the second; `also` goes into the session of the
    log-in."""
    request.session.cycle_key()
    request.session[WAITING] = {
        "user": user.pk,
        "stamp": user.get_session_auth_hash(),
        "backend": user.backend,
        "at": time.time(),
        "next": wanted,
        "also": also or {},
    }
    return redirect("staff:second_step")


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def second_step(request: HttpRequest) -> HttpResponse:
    """Ask for a code or a passkey; with the right one the person is in."""
    user = _waiting(request)
    if user is None:
        return redirect(settings.LOGIN_URL)
    if request.method != "POST":
        return _page(request, user, CodeForm(label_suffix=""))
    form = CodeForm(request.POST, label_suffix="")
    try:
        account = attempts.staff_account(user.get_username())
        attempt = attempts.begin(attempts.SECOND_FACTOR, request, account)
    except TooManyTries as error:
        return _closed(request, user, form, error.wait)
    if request.POST.get("answer"):
        right = passkeys.accepts(user, loaded(request.POST["answer"]))
        form = CodeForm(label_suffix="")
        if right:
            return _in(request, user, attempt)
        attempt.failed()
        return _page(request, user, form, problem=_passkey_failed())
    if form.is_valid():
        try:
            if totp.accepts(user, form.cleaned_data["code"]):
                return _in(request, user, attempt)
            form.add_error("code", _("This code is wrong, or was used before. Please wait for the next one."))
        except InvalidToken:
            form.add_error("code", _unreadable())
    attempt.failed()
    return _page(request, user, form)


def _waiting(request: HttpRequest) -> User | None:
    """Who has typed the password in this browser within the last ten minutes, and is still the same."""
    held: dict[str, Any] = request.session.get(WAITING, {})
    if not held or time.time() - held["at"] > SECONDS:
        return None
    user = User.objects.filter(pk=held["user"], is_active=True).first()
    return user if user and user.get_session_auth_hash() == held["stamp"] else None


def _in(request: HttpRequest, user: User, attempt: Attempt) -> HttpResponse:
    """Both factors were right: log in, and go where the person wanted."""
    held = request.session.pop(WAITING)
    attempt.succeeded()
    login(request, user, backend=held["backend"])
    request.session.update({**held.get("also", {}), MARK: True})
    return attempt.let_in(redirect(held["next"]))


def _unreadable() -> str:
    return _(
        "No code can be checked: the key with which the municipality keeps your app's secret is missing. "
        "Please use a passkey, or tell an administrator."
    )


def _passkey_failed() -> str:
    return _("This passkey did not open the door. Please try again, or use a code.")


def _closed(request: HttpRequest, user: User, form: CodeForm, wait: int) -> HttpResponse:
    response = _page(request, user, form, problem=wait_in_words(wait), status=429)
    response["Retry-After"] = str(wait)
    return response


def _page(
    request: HttpRequest, user: User, form: CodeForm, *, problem: str = "", status: int = 200
) -> HttpResponse:
    context = {"form": form, "asked": passkeys.asked_to_show(user), "problem": problem}
    return render(request, "staff/second_step.html", context, status=status)
