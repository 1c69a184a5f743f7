"""What a clerk says of an e-mail: which case it is about, or why nothing follows from it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.fields.text import Line, UserId, needed
from cases.models import Case, User
from workflows import rights
from workflows.rights.catalogue import Verb


class JoinForm(forms.Form):
    """The case that an e-mail belongs to."""

    use_required_attribute = False
    number = UserId(
        label=gettext_lazy("Number of the case"),
        max_length=40,
        error_messages=needed(gettext_lazy("Write the number of the case.")),
    )

    def __init__(self, data: Any = None, *, user: User, number: str = "") -> None:
        super().__init__(data, initial={"number": number}, label_suffix="")
        self.user = user

    def clean_number(self) -> Case:
        """The case, which this person may read and write a note on."""
        number = self.cleaned_data["number"]
        case: Case | None = Case.objects.visible_to(self.user).filter(number=number).first()
        if case is None or not rights.may(self.user, Verb.NOTE, case):
            raise ValidationError(_("There is no case with this number on which you can write."))
        return case


class AsideForm(forms.Form):
    """Why nothing follows from an e-mail."""

    use_required_attribute = False
    reason = Line(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("For example: advertising, or answered by telephone."),
        max_length=300,
        error_messages=needed(gettext_lazy("Write the reason.")),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, label_suffix="")
