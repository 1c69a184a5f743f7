"""The forms of the second factor: a code, the own password before anything changes, a browser's answer."""

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cases.access import attempts
from cases.fields.text import needed
from cases.models import User
from workflows.login import single_sign_on

ONE_TIME = {"autocomplete": "one-time-code", "inputmode": "numeric", "autocapitalize": "off"}


class CodeForm(forms.Form):
    """A code of the app, or one of the spare ones."""

    use_required_attribute = False
    code = forms.CharField(
        label=_("Code"),
        help_text=_("The 6 digits that your app shows now, or one of your spare codes."),
        max_length=40,
        error_messages=needed(_("Enter the code.")),
        widget=forms.TextInput(attrs=ONE_TIME),
    )


class PasswordForm(forms.Form):
    """The own password: a browser that was left alone changes nothing."""

    use_required_attribute = False
    password = forms.CharField(
        label=_("Your password"),
        help_text=_("So that nobody changes this at a screen that was left open."),
        strip=False,
        error_messages=needed(_("Enter your password.")),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, request: HttpRequest, *, user: User, sent: bool | None = None) -> None:
        sent = request.method == "POST" if sent is None else sent
        super().__init__(request.POST if sent else None, label_suffix="")
        self.request, self.user = request, user
        if single_sign_on.asks_no_password(request, user):
            # The gate has asked the issuer instead (config.staff_gate).
            del self.fields["password"]

    def clean_password(self) -> str:
        """Only the right one; raises TooManyTries."""
        typed: str = self.cleaned_data["password"]
        if not attempts.own_password_is_right(self.request, self.user, typed):
            raise forms.ValidationError(_("This is not your password."))
        return typed


class AppForm(PasswordForm):
    """The code that proves that the app has the secret."""

    code = forms.CharField(
        label=_("Code that the app shows"),
        max_length=40,
        error_messages=needed(_("Enter the code.")),
        widget=forms.TextInput(attrs=ONE_TIME),
    )
    field_order = ["code", "password"]


class PasskeyForm(PasswordForm):
    """A name for the passkey; what the browser answers comes beside it (workflows.forms.scripted)."""

    name = forms.CharField(
        label=_("Name of the passkey"),
        help_text=_("By which you know it again, for example “Blue key” or “My telephone”."),
        max_length=60,
        error_messages=needed(_("Enter a name.")),
    )
    field_order = ["name", "password"]
