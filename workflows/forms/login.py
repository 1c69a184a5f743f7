"""The staff's log-in, the same words for an unknown name, a wrong password and a closed account; and the
form for a new password."""

from typing import Any

from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cases.access import attempts
from cases.text.normalization import cleaned

WRONG = _("The user name or the password is not right. Please check both and try again.")


class LoginForm(AuthenticationForm):
    """User name and password of a member of staff."""

    use_required_attribute = False
    error_messages = {"invalid_login": WRONG, "inactive": WRONG}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.fields["username"].label = _("User name")

    def clean_username(self) -> str:
        """The name without what cannot be seen."""
        return cleaned(self.cleaned_data["username"])


class NewPasswordForm(PasswordChangeForm):
    """The old password, whose wrong tries count, and the new one twice, which is another."""

    use_required_attribute = False

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.request = request

    def clean_old_password(self) -> str:
        """Only the right one; raises TooManyTries."""
        typed: str = self.cleaned_data["old_password"]
        if not attempts.own_password_is_right(self.request, self.user, typed):
            raise ValidationError(self.error_messages["password_incorrect"], code="password_incorrect")
        return typed

    def clean_new_password1(self) -> str:
        """Refuse the old one again: whoever set it knows it."""
        new: str = self.cleaned_data["new_password1"]
        if new == self.cleaned_data.get("old_password"):
            raise ValidationError(_("This is your password already. Please choose another one."))
        return new
