"""Who has read citizens' names and contacts: what was unusual, and every reading with filters."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy

from cases.audit import personal_data_access
from cases.fields.dates import ThaiDateField
from cases.forms import asked
from cases.models import Reading, User
from cases.text.normalization import cleaned
from cases.views.staff_pages import StaffRequest
from workflows.setup.decorators import setup_page
from workflows.views.log_pages import between, turned


def _years(today: Any) -> range:
    return range(today.year, today.year - 2, -1)


class ReadingsForm(forms.Form):
    """Who, which case and when."""

    use_required_attribute = False

    reader = forms.ModelChoiceField(
        User.objects.order_by("username"),
        label=gettext_lazy("By whom"),
        required=False,
        empty_label=gettext_lazy("Anybody"),
    )
    case = forms.CharField(label=gettext_lazy("Case number"), required=False, max_length=20)
    since = ThaiDateField(label=gettext_lazy("From"), required=False, years=_years)
    until = ThaiDateField(label=gettext_lazy("Until"), required=False, years=_years)

    def __init__(self, data: Any) -> None:
        super().__init__(data, label_suffix="", auto_id="readings_%s")

    @property
    def missing(self) -> list[Any]:
        """What the address asks for that is not on offer, by its name; "before" is the place in the list."""
        return asked.missing(self, "before")

    def found(self) -> Any:
        """The readings that fit; none where a filter makes no sense."""
        found = Reading.objects.select_related("reader", "case")
        if self.missing:
            return found.none()
        data = self.cleaned_data
        found = found.filter(between(data.get("since"), data.get("until")))
        if data.get("reader"):
            found = found.filter(reader=data["reader"])
        return found.filter(case__number=cleaned(data["case"])) if data.get("case") else found


@setup_page
def read(request: StaffRequest) -> HttpResponse:
    """The unusual days of the last thirty, and the readings that fit."""
    form = ReadingsForm(request.GET)
    page = turned(request.GET, form.found())
    context = {
        "form": form,
        "rows": page.rows,
        "older": page.older,
        "missing": [*form.missing, *page.missing],
        "unusual": personal_data_access.unusual(),
        "least": personal_data_access.LEAST,
        "times": personal_data_access.TIMES,
    }
    return render(request, "staff/setup/readings.html", context)
