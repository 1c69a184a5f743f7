"""Choosing departments and kinds of request from the sample's, with who answers and within how many days."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Department
from cases.reference import proposals
from cases.reference.proposals import Proposal, Taken

MOST_DAYS = 365


class DepartmentsForm(forms.Form):
    """Which departments of the sample the municipality has too."""

    use_required_attribute = False

    codes = forms.MultipleChoiceField(
        label=gettext_lazy("Departments to choose from"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one department.")},
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, label_suffix="")
        self.fields["codes"].choices = list(proposals.departments().items())  # type: ignore[attr-defined]


class KindsForm(forms.Form):
    """A tick and the days for each kind, and for each department of the sample the one that answers here."""

    use_required_attribute = False

    def __init__(self, data: Any = None, *, ticked: bool = False) -> None:
        super().__init__(data, label_suffix="")
        self.proposals = proposals.request_types()
        names = proposals.department_names()
        own = list(Department.objects.filter(active=True))
        for code in dict.fromkeys(one.department for one in self.proposals):
            field = forms.ModelChoiceField(
                Department.objects.filter(active=True),
                required=False,
                label=_("Instead of “%(department)s”") % {"department": names[code]},
                empty_label=_("Choose…"),
                initial=next((one.pk for one in own if code == one.code or names[code] == one.name), None),
            )
            self.fields[f"to_{code}"] = field
        for one in self.proposals:
            self.fields[f"take_{one.code}"] = forms.BooleanField(
                required=False, label=one.name, initial=ticked
            )
            self.fields[f"days_{one.code}"] = forms.IntegerField(
                required=False,
                min_value=1,
                max_value=MOST_DAYS,
                initial=one.days,
                label=_("Working days: %(kind)s") % {"kind": one.name},
            )

    def departments(self) -> list[forms.BoundField]:
        """Who answers instead of each department of the sample."""
        return [field for field in self if field.name.startswith("to_")]

    def groups(self) -> Iterator[tuple[str, list[tuple[Any, Any]]]]:
        """The ticks with the days, category by category."""
        for name in dict.fromkeys(one.category for one in self.proposals):
            rows = [one for one in self.proposals if one.category == name]
            yield name, [(self[f"take_{one.code}"], self[f"days_{one.code}"]) for one in rows]

    def clean(self) -> dict[str, Any]:
        """At least one kind; each that is chosen has somebody who answers, and days."""
        data = super().clean() or self.cleaned_data
        chosen = self._chosen()
        if not chosen:
            raise ValidationError(_("Choose at least one kind of request."))
        for code in dict.fromkeys(one.department for one in chosen):
            if not data.get(f"to_{code}") and f"to_{code}" not in self.errors:
                self.add_error(f"to_{code}", _("Choose who answers for the chosen kinds."))
        for one in chosen:
            if data.get(f"days_{one.code}") is None and f"days_{one.code}" not in self.errors:
                self.add_error(f"days_{one.code}", _("Say within how many working days."))
        return data

    def taken(self) -> dict[str, Taken]:
        """What was chosen."""
        data = self.cleaned_data
        return {
            one.code: Taken(data[f"to_{one.department}"], data[f"days_{one.code}"]) for one in self._chosen()
        }

    def _chosen(self) -> list[Proposal]:
        return [one for one in self.proposals if self.cleaned_data.get(f"take_{one.code}")]
