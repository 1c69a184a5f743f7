"""How a member of staff wants to get letters."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.models import User


class LettersForm(forms.ModelForm):  # type: ignore[type-arg]
    """Language, and the morning letter instead of single reminders."""

    use_required_attribute = False

    class Meta:
        model = User
        fields = ("language", "digest")
        labels = {"digest": _("One letter each morning instead of a letter for each deadline")}
        help_texts = {
            "digest": _("On working days at half past seven: what is due, late or waits to be assigned.")
        }
