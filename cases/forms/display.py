"""How pages shall look in this browser."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.lib.display import CHOICES


class DisplayForm(forms.Form):
    """Two switches, and the page to go back to."""

    large = forms.BooleanField(label=_("Large text"), required=False)
    contrast = forms.BooleanField(label=_("High contrast: black on white"), required=False)
    back_to = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)

    @property
    def choices(self) -> list[str]:
        """What is switched on."""
        return [choice for choice in CHOICES if self.cleaned_data[choice]]
