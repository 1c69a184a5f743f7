"""What staff type about letters: filters, another address, a reason."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases.fields.text import EmailAddress, Line, needed
from cases.forms import asked
from cases.models import Case, Department, User
from notifications.letters.holds.suppression import find_suppression
from notifications.models import KINDS, DeliveryChannel, Notice, State
from notifications.pages.notice_list import departments_for

ANY = ("", _("All"))
AGE_WORDS = [
    ("hour", _("Written within the last hour")),
    ("day", _("Written within the last day")),
    ("week", _("Written within the last week")),
    ("over10m", _("Older than 10 minutes")),
    ("over1h", _("Older than one hour")),
    ("over1d", _("Older than one day")),
]


class FilterForm(forms.Form):
    """Which letters to show; where a choice is asked for that does not exist, none."""

    use_required_attribute = False
    state = forms.ChoiceField(label=_("State"), required=False, choices=[ANY, *State.choices])
    channel = forms.ChoiceField(label=_("Way"), required=False, choices=[ANY, *DeliveryChannel.choices])
    kind = forms.ChoiceField(label=_("Letter"), required=False, choices=[ANY, *KINDS])
    age = forms.ChoiceField(label=_("Age"), required=False, choices=[ANY, *AGE_WORDS])
    department = forms.ModelChoiceField(
        Department.objects.none(), label=_("Department"), required=False, empty_label=_("All")
    )

    def __init__(self, data: Any, *, user: User) -> None:
        super().__init__(data, label_suffix="")
        department = self.fields["department"]
        assert isinstance(department, forms.ModelChoiceField)
        department.queryset = departments_for(user)

    @property
    def missing(self) -> list[Any]:
        """What the address asks for that is not on offer, or not any more, by its name."""
        return asked.missing(self, "after")

    @property
    def wish(self) -> dict[str, Any]:
        """What was asked for and is on offer."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class ElsewhereForm(forms.Form):
    """Another address for one letter."""

    use_required_attribute = False
    address = EmailAddress(
        label=_("Other e-mail address"),
        help_text=_("This letter alone goes there. The case keeps its own address."),
        error_messages=needed(_("Enter an e-mail address.")),
    )

    def __init__(self, data: Any = None, *, notice: Notice) -> None:
        super().__init__(data, label_suffix="")
        self.notice = notice

    def clean_address(self) -> str:
        """Not one from which letters come back."""
        address: str = self.cleaned_data["address"]
        if find_suppression(DeliveryChannel.EMAIL, address):
            raise ValidationError(_("Letters to this address come back. Use another one."))
        return address


class AddressForm(forms.Form):
    """Another address for all letters of a case, as the citizen has told it."""

    use_required_attribute = False
    address = EmailAddress(
        label=_("New e-mail address"),
        help_text=_("All letters go there from now on, new passwords too. Read it back to the citizen."),
        error_messages=needed(_("Enter an e-mail address.")),
    )
    checked = Line(
        label=_("How you know that it is the citizen"),
        max_length=200,
        help_text=_("For example: called back on the telephone number on file."),
        error_messages=needed(_("Write how you know that it is the citizen.")),
    )

    def __init__(self, data: Any = None, *, case: Case) -> None:
        super().__init__(data, label_suffix="")
        self.case = case

    def clean_address(self) -> str:
        """Another one than the case has, and not one from which letters come back."""
        address: str = self.cleaned_data["address"]
        if address.lower() == self.case.email.lower():
            raise ValidationError(_("The case has this address already."))
        if find_suppression(DeliveryChannel.EMAIL, address):
            raise ValidationError(_("Letters to this address come back. Use another one."))
        return address


class LiftForm(forms.Form):
    """Why letters should go to an address again."""

    use_required_attribute = False
    because = Line(
        label=_("Reason"),
        max_length=300,
        help_text=_("For example: the citizen says that the mailbox works again."),
        error_messages=needed(_("Write the reason.")),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, label_suffix="")


class ReachedForm(forms.Form):
    """What was said on the telephone."""

    use_required_attribute = False
    said = Line(label=_("What was said"), required=False, max_length=300)

    def __init__(self, data: Any = None, *, pk: int) -> None:
        super().__init__(data, label_suffix="", auto_id=f"id_{pk}_%s")
