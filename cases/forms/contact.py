"""What keeps citizen and officer in touch: a message, another e-mail address, following a case."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases.fields.text import EmailAddress, Paragraphs, needed
from cases.forms.email_question import EmailQuestion
from cases.forms.tracking import ReplyForm
from cases.models import Case


class MessageForm(ReplyForm):
    """Words to the officer that nobody asked for."""

    text = Paragraphs(
        label=_("Your message"), max_length=4000, error_messages=needed(_("Write your message."))
    )


def _address(label: Any) -> EmailAddress:
    return EmailAddress(
        label=label,
        error_messages=needed(_("Enter your e-mail address.")),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class FollowForm(EmailQuestion):
    """Where the letters about somebody else's case go."""

    email = _address(_("Your e-mail address"))


class EmailForm(EmailQuestion):
    """Where the letters about the own case go from now on."""

    email = _address(_("New e-mail address"))

    def __init__(self, *args: Any, case: Case, **options: Any) -> None:
        super().__init__(*args, **options)
        self.case = case

    def clean_email(self) -> str:
        """An address that is not the case's already."""
        address = super().clean_email()
        if address == self.case.email:
            raise ValidationError(_("The letters go to this address already."))
        return address
