"""Logging in and out, and the own password."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import LoginView, LogoutView, PasswordChangeView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils.translation import gettext as _

from cases.access import attempts, session_limits, staff_sessions
from cases.access.emergency_account import password_is_closed, passwords_are_closed
from cases.access.two_factor import factors
from cases.audit import security_log
from cases.audit.security_log import Kind
from cases.errors import TooManyTries
from cases.models import User
from workflows.forms.login import LoginForm, NewPasswordForm
from workflows.login import single_sign_on
from workflows.views.login import second_step
from workflows.views.login.words import wait_in_words


class StaffLogin(LoginView):
    """The staff's own entrance; tries are counted, and never lock anybody out for good."""

    template_name = "staff/login.html"
    authentication_form = LoginForm

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form; who is in already and wants no particular page goes to the inbox."""
        if request.user.is_authenticated and not self.get_redirect_url():
            return redirect(settings.LOGIN_REDIRECT_URL)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form, and the way by single sign-on where there is one."""
        named = single_sign_on.configured()
        more = {
            "sso": named.name if named else "",
            "passwords_closed": named is not None and passwords_are_closed(),
        }
        return super().get_context_data(**more, **kwargs)

    def get_form(self, *args: Any, **kwargs: Any) -> Any:
        """The form; where there is a shorter way in, the keyboard of a telephone stays down."""
        form = super().get_form(*args, **kwargs)
        if single_sign_on.configured():
            form.fields["username"].widget.attrs.pop("autofocus", None)
        return form

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """One try; says when to come back after too many."""
        account = attempts.staff_account(request.POST.get("username", ""))
        try:
            self.attempt = attempts.begin(attempts.STAFF_PASSWORD, request, account)
        except TooManyTries as error:
            return self._closed(error.wait)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        """In, or on to the second factor; the tries with this name are forgotten."""
        self.attempt.succeeded()
        person: User = form.get_user()
        if password_is_closed(person):
            security_log.record(Kind.LOG_IN_FAILED, about=person, subject="password closed")
            return self.render_to_response(self.get_context_data(form=form, refused=True), status=403)
        if factors(person).exists():
            return second_step.begin(self.request, person, self.get_success_url())
        return self.attempt.let_in(super().form_valid(form))

    def form_invalid(self, form: Any) -> HttpResponse:
        """The page with what is wrong; the try counts."""
        self.attempt.failed()
        return super().form_invalid(form)

    def _closed(self, wait: int) -> HttpResponse:
        form = LoginForm(self.request, initial={"username": self.request.POST.get("username", "")})
        context = self.get_context_data(form=form, closed=wait_in_words(wait))
        headers = {"Retry-After": str(wait)}
        return self.render_to_response(context, status=429, headers=headers)


class StaffLogout(LogoutView):
    """Out, by POST alone; who came from an issuer is led out there too."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Out here, and on to the page that leads out there."""
        came_by = single_sign_on.came_by(request)
        answer = super().post(request, *args, **kwargs)
        return redirect("staff:sso_out") if came_by else answer


class OwnPassword(PasswordChangeView):
    """A member of staff changes the own password; other sessions of this person end."""

    template_name = "staff/password.html"
    success_url = reverse_lazy("staff:inbox")
    form_class = NewPasswordForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form counts wrong old passwords, for which it has to know who asks."""
        return {**super().get_form_kwargs(), "request": self.request}

    def form_valid(self, form: Any) -> HttpResponse:
        """Changed, and said so."""
        messages.success(self.request, _("Your password is changed."))
        form.user.must_change_password = False
        response = super().form_valid(form)
        staff_sessions.renew(self.request, form.user)
        session_limits.prove(self.request)
        return response
