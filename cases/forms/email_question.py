"""An e-mail address that looks misspelt is asked about, with both ways to go on (cases/form/email.html)."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases.fields.text import Line
from cases.text.email_domains import suggestion


class EmailQuestion(forms.Form):
    """Mix it into a form that has the field `email`."""

    # The address that looked misspelt, and is right all the same.
    email_is_right = Line(max_length=254, required=False, widget=forms.HiddenInput)
    # An address that looks misspelt, and the one that was probably meant.
    email_typed = email_meant = ""

    def clean_email(self) -> str:
        """The address. One that looks misspelt is asked about, until the person says that it is right."""
        email: str = self.cleaned_data["email"]
        meant = suggestion(email)
        if meant and email != self["email_is_right"].value():
            self.email_typed, self.email_meant = email, meant
            raise ValidationError(_("Did you mean %(address)s?"), code="meant", params={"address": meant})
        return email
