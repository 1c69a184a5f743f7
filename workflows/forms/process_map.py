"""What the process map is asked for: a time, a department, a kind of request; a list behind it, which place
or which way."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.forms import asked
from cases.models import RequestType
from cases.text.numbers import whole_number
from workflows.forms.figures import FiguresForm

# What the address of a list holds besides: a place, of late cases alone, or a way; where the list goes on.
LISTED = ("place", "late", "way", "after")


class MapForm(FiguresForm):
    """The address of the process map."""

    request_type = forms.ModelChoiceField(
        RequestType.objects.filter(restricted=False),
        label=_("Kind of request"),
        empty_label=_("Every kind"),
        required=False,
    )
    field_order = ("request_type", "period", "department")

    def missing(self, *, listed: bool = False) -> list[Any]:
        """As of the figures."""
        found = asked.missing(self, *(LISTED if listed else ()))
        after = self.data.get("after")
        return [*found, asked.NO_PAGE] if listed and after and whole_number(after) is None else found

    @property
    def request_type_chosen(self) -> RequestType | None:
        """The one kind of request that is looked at."""
        return self.cleaned_data.get("request_type")
