"""The page of the monthly letter: the goal that the mayor's page measures by, and who gets it by mail."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.fields.text import EmailAddress, OneInALine
from cases.models import MonthlyReport, Municipality
from cases.views.staff_pages import StaffRequest
from workflows.setup.decorators import setup_page

# So many letters are written in one go.
MOST = 100


class Addresses(OneInALine):
    """E-mail addresses, each once."""

    def clean(self, value: Any) -> list[str]:
        """Return the list. Raises ValidationError, which names the line that is no address."""
        found: dict[str, str] = {}
        for line in super().clean(value).split():
            try:
                address = EmailAddress().clean(line.strip(",;"))
            except ValidationError as error:
                text = _("“%(line)s” is no e-mail address: one in each line, please.") % {"line": line[:60]}
                raise ValidationError(text) from error
            found.setdefault(address.lower(), address)
        if len(found) > MOST:
            raise ValidationError(_("At most %(most)s addresses, please.") % {"most": MOST})
        return list(found.values())


class MonthlyForm(forms.ModelForm):  # type: ignore[type-arg]
    """The goal, and the addresses."""

    use_required_attribute = False

    punctual_goal = forms.IntegerField(
        label=gettext_lazy("Goal: done in time, of 100"),
        min_value=1,
        max_value=100,
        help_text=gettext_lazy("Drawn into the chart of the mayor's page."),
    )
    report_addresses = Addresses(
        label=gettext_lazy("Who gets the page of the month by e-mail"),
        required=False,
        help_text=gettext_lazy("One e-mail address in each line. The people need no account here."),
    )

    class Meta:
        model = Municipality
        fields = ("punctual_goal", "report_addresses")


@setup_page
def monthly(request: StaffRequest) -> HttpResponse:
    """What is sent when and to whom, and which page went out last."""
    there = Municipality.objects.first() or Municipality(code="municipality")
    form = MonthlyForm(request.POST if request.method == "POST" else None, instance=there, label_suffix="")
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            form.save()
        messages.success(request, _("Saved. The next page goes out like this."))
        return redirect("staff:setup_monthly")
    context = {"form": form, "last": MonthlyReport.objects.defer("page").first()}
    return render(request, "staff/setup/monthly.html", context)
