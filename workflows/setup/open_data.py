"""The page of the open data: the switch, and the licence."""

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Municipality, OpenDataRelease
from cases.views.staff_pages import StaffRequest
from workflows.setup.decorators import setup_page


class OpenDataForm(forms.ModelForm):  # type: ignore[type-arg]
    """Whether there are open data, and who may use them how."""

    class Meta:
        model = Municipality
        fields = ("open_data", "open_data_licence")
        labels = {
            "open_data": gettext_lazy("Give out open data"),
            "open_data_licence": gettext_lazy("Licence"),
        }


@setup_page
def open_data(request: StaffRequest) -> HttpResponse:
    """What is given out, and since when."""
    there = Municipality.objects.first() or Municipality(code="municipality")
    form = OpenDataForm(request.POST if request.method == "POST" else None, instance=there, label_suffix="")
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            form.save()
        messages.success(request, _("Saved. The tables are made in the coming night."))
        return redirect("staff:setup_open_data")
    release = OpenDataRelease.objects.filter(pk=1).first()
    context = {"form": form, "release": release, "is_on": Municipality.current().open_data}
    return render(request, "staff/setup/open_data.html", context)
