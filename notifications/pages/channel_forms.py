"""Where a test letter goes: to the administrator who asks for it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from phonenumber_field.phonenumber import PhoneNumber

from cases.access.line_login import USER_ID
from cases.fields.text import EmailAddress, Telephone, needed
from cases.forms.web_push import BrowserField
from cases.lib.push_services import Browser
from notifications.models import DeliveryChannel

NEEDED = needed(_("Enter where the test letter goes."))


class LineUser(forms.RegexField):
    """A LINE user ID, as the LINE Developers Console shows one's own."""

    def __init__(self, **options: Any) -> None:
        messages = {
            **NEEDED,
            "invalid": _("This is not a LINE user ID: the letter U and 32 digits or letters a to f."),
        }
        super().__init__(f"^{USER_ID.pattern}$", error_messages=messages, **options)


class TestForm(forms.Form):
    """One's own address on a channel."""

    __test__ = False  # no test of pytest's

    def __init__(self, *args: Any, channel: str, **options: Any) -> None:
        options["prefix"] = channel
        super().__init__(*args, **options)
        self.fields["address"] = FIELDS[DeliveryChannel(channel)]()

    @property
    def address(self) -> str | Browser:
        """As the channel wants it."""
        typed = self.cleaned_data["address"]
        if isinstance(typed, Browser):
            return typed
        return str(typed.as_e164) if isinstance(typed, PhoneNumber) else str(typed)


FIELDS: dict[DeliveryChannel, Callable[[], forms.Field]] = {
    DeliveryChannel.EMAIL: lambda: EmailAddress(label=_("Your e-mail address"), error_messages=NEEDED),
    DeliveryChannel.LINE: lambda: LineUser(
        label=_("Your LINE user ID"),
        help_text=_("It stands in the LINE Developers Console, on the first page of your channel."),
    ),
    DeliveryChannel.SMS: lambda: Telephone(label=_("Your mobile number"), error_messages=NEEDED),
    DeliveryChannel.PUSH: lambda: BrowserField(label=_("This browser")),
}
