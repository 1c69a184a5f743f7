"""The pages of Open311: the switch, what can be reported, and the systems that may file, with their keys."""

import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Max
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from cases.fields.dates import ThaiDateField
from cases.fields.text import Line, needed
from cases.models import Municipality, Open311Partner
from cases.open311 import partners, rows, services
from cases.views.staff_pages import StaffRequest
from workflows.setup.decorators import setup_page

YEARS_AHEAD = 6


class SwitchForm(forms.ModelForm):  # type: ignore[type-arg]
    """Whether other systems are answered, and under which jurisdiction."""

    jurisdiction_id = Line(
        label=gettext_lazy("jurisdiction_id"),
        max_length=100,
        required=False,
        help_text=gettext_lazy(
            "Mostly the domain of the municipality, like udoncity.go.th. Other systems need not name it; who "
            "names another one is told that it is not known here."
        ),
    )

    class Meta:
        model = Municipality
        fields = ("open311", "jurisdiction_id")
        labels = {"open311": gettext_lazy("Answer other systems by Open311")}


class PartnerForm(forms.ModelForm):  # type: ignore[type-arg]
    """Another system that may file."""

    use_required_attribute = False

    name = Line(
        label=gettext_lazy("Name of the system"),
        max_length=100,
        help_text=gettext_lazy("Stands with each case that comes from it."),
        error_messages=needed(gettext_lazy("Enter the name of the system.")),
    )
    expires_on = ThaiDateField(
        label=gettext_lazy("Last day of the key"),
        required=False,
        years=lambda today: range(today.year, today.year + YEARS_AHEAD),
        help_text=gettext_lazy("Without a day it is good until it is withdrawn."),
    )

    class Meta:
        model = Open311Partner
        fields = ("name", "expires_on")

    def clean_name(self) -> str:
        """A name that no other system has or had: the cases keep it."""
        name: str = self.cleaned_data["name"]
        if Open311Partner.objects.filter(name__iexact=name).exists():
            raise ValidationError(_("There is, or was, a system of this name. Choose another name."))
        return name

    def clean_expires_on(self) -> datetime.date | None:
        """A day that is still to come."""
        day: datetime.date | None = self.cleaned_data["expires_on"]
        if day is not None and day < timezone.localdate():
            raise ValidationError(_("This day is over."))
        return day


@setup_page
def open311(request: StaffRequest) -> HttpResponse:
    """The switch, the services, and the systems with keys."""
    there = Municipality.objects.first() or Municipality(code="municipality")
    form = SwitchForm(request.POST if request.method == "POST" else None, instance=there, label_suffix="")
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            form.save()
            if there.open311:
                partners.ensure_channel()
        messages.success(request, _("Saved. Other systems get this answer from now on."))
        return redirect("staff:setup_open311")
    return _page(request, form=form)


@setup_page
@never_cache
def open311_key(request: StaffRequest) -> HttpResponse:
    """A new system; its key stands on the page that answers, and nowhere after that."""
    form = PartnerForm(request.POST if request.method == "POST" else None, label_suffix="")
    if request.method != "POST":
        return redirect("staff:setup_open311")
    if not form.is_valid():
        return _page(request, new=form)
    said = form.cleaned_data
    partner, key = partners.make(said["name"], by=request.user, expires_on=said["expires_on"])
    return _page(request, made=partner, key=key)


@setup_page
def open311_withdraw(request: StaffRequest, pk: int) -> HttpResponse:
    """Ask whether a key shall end, and end it."""
    partner = get_object_or_404(Open311Partner, pk=pk)
    if request.method != "POST":
        return render(request, "staff/setup/open311_withdraw.html", {"partner": partner})
    partners.withdraw(partner)
    messages.success(request, _("The key of %(name)s opens nothing any more.") % {"name": partner.name})
    return redirect("staff:setup_open311")


def _page(
    request: StaffRequest,
    *,
    form: SwitchForm | None = None,
    new: PartnerForm | None = None,
    **made: Any,
) -> HttpResponse:
    there = Municipality.objects.first() or Municipality(code="municipality")
    counted = Open311Partner.objects.annotate(
        cases=Count("reports"), latest=Max("reports__case__received_at")
    )
    context: dict[str, Any] = {
        "switch": form or SwitchForm(instance=there, label_suffix=""),
        "new": new or PartnerForm(label_suffix=""),
        "form": new or form,
        "is_on": partners.is_on(),
        "services": services.offered(),
        "partners": [(one, one.is_good()) for one in counted],
        "address": rows.address(reverse("open311:discovery", kwargs={"form": "xml"})),
    }
    return render(request, "staff/setup/open311.html", context | made)
