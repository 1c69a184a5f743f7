"""The staff's log-in: the same words for an unknown name, a wrong password and a closed account."""

from typing import Any

from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _

from cases.text import cleaned

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
