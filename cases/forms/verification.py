"""The form by which anybody checks a paper: its number and its code."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.fields.text import Digits, UserId, needed


class VerifyForm(forms.Form):
    """What stands on the paper."""

    number = UserId(
        label=_("Case number"),
        help_text=_("For example 2569-00014."),
        max_length=40,
        error_messages=needed(_("Enter the case number of the document.")),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    code = Digits(
        label=_("Verification code"),
        help_text=_("10 digits, with or without blanks."),
        max_length=40,
        error_messages=needed(_("Enter the verification code of the document.")),
    )
