"""How a member of staff wants to get letters, and to go on after a step."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.models import User
from workflows.models import Preference


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


class AfterStepForm(forms.ModelForm):  # type: ignore[type-arg]
    """What is shown after a step with a case."""

    use_required_attribute = False

    class Meta:
        model = Preference
        fields = ("after_step",)
        labels = {"after_step": _("When I have done a step with a case,")}
        widgets = {"after_step": forms.RadioSelect}
        help_texts = {
            "after_step": _(
                "The next case is the one that is due first in the same list: to assign, to approve, or mine."
            )
        }
