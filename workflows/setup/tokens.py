"""The set-up of the REST API: tokens, made and withdrawn, and partners whose programs file requests."""

import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.db.models import Max, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_variables

from cases.access import access_tokens
from cases.fields.dates import ThaiDateField, this_and_next_year
from cases.fields.networks import Networks
from cases.fields.text import Line, needed
from cases.models import AccessToken, Channel, Partner, RequestType, Scope, User
from cases.questionnaires.definitions import free_key
from cases.text.collation import BY_NAME
from cases.views.staff_pages import StaffRequest
from workflows.forms.intake import WEB
from workflows.setup.decorators import setup_page

KEY = 40


class TokenForm(forms.ModelForm):  # type: ignore[type-arg]
    """For whom, what for, from where, until when."""

    use_required_attribute = False

    name = Line(
        label=gettext_lazy("What it is for"),
        max_length=100,
        help_text=gettext_lazy("For example the website of the town, or the figures of the finance office."),
        error_messages=needed(gettext_lazy("Write what it is for.")),
    )
    person = forms.ModelChoiceField(
        User.objects.none(),
        label=gettext_lazy("Acts as this member of staff"),
        required=False,
        empty_label=gettext_lazy("Nobody of the staff"),
        help_text=gettext_lazy("It may do what the person may do, and stops when the person leaves."),
    )
    partner = forms.ModelChoiceField(
        Partner.objects.none(),
        label=gettext_lazy("Or as this partner"),
        required=False,
        empty_label=gettext_lazy("No partner"),
        help_text=gettext_lazy("Files requests of the partner's kinds, and reads the cases it has filed."),
    )
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("What it may be used for"),
        choices=Scope.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages=needed(gettext_lazy("Tick at least one.")),
    )
    until = ThaiDateField(
        label=gettext_lazy("Last day"),
        years=this_and_next_year,
        help_text=gettext_lazy("Make a new one before that day; both can be in use for a while."),
    )
    networks = Networks(
        label=gettext_lazy("Only from these networks"),
        required=False,
        help_text=gettext_lazy("One in each line, for example 192.0.2.0/24. Empty: from everywhere."),
    )

    class Meta:
        model = AccessToken
        fields = ("name", "person", "partner", "scopes", "networks")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"label_suffix": ""} | options)
        fields: Any = self.fields
        fields["person"].queryset = User.objects.filter(is_active=True).order_by(*BY_NAME)
        fields["partner"].queryset = Partner.objects.filter(active=True)

    def clean_until(self) -> datetime.date:
        """A day to come."""
        until: datetime.date = self.cleaned_data["until"]
        if until < timezone.localdate():
            raise forms.ValidationError(_("Choose a day from today on."))
        return until

    def clean(self) -> dict[str, Any]:
        """One of both; a partner does no steps."""
        data = super().clean() or self.cleaned_data
        person, partner = data.get("person"), data.get("partner")
        if not {"person", "partner"} & self.errors.keys() and bool(person) == bool(partner):
            self.add_error("person", _("Choose a member of staff or a partner, one of both."))
        if partner and Scope.ACT in data.get("scopes", []):
            self.add_error("scopes", _("A partner does no steps: choose to read or to file."))
        if until := data.get("until"):
            end = datetime.datetime.combine(until + datetime.timedelta(days=1), datetime.time())
            self.instance.expires_at = timezone.make_aware(end)
        return data


class PartnerForm(forms.ModelForm):  # type: ignore[type-arg]
    """What the organisation is called, what it may file, and how its cases are counted."""

    use_required_attribute = False

    kinds = forms.ModelMultipleChoiceField(
        RequestType.objects.none(),
        label=gettext_lazy("Kinds that it may file"),
        widget=forms.CheckboxSelectMultiple,
        error_messages=needed(gettext_lazy("Tick at least one.")),
    )

    class Meta:
        model = Partner
        fields = ["name_th", "name_en", "channel", "kinds", "active"]
        field_classes = {"name_th": Line, "name_en": Line}
        labels = {
            "name_th": gettext_lazy("Name in Thai"),
            "name_en": gettext_lazy("Name in English"),
            "channel": gettext_lazy("Channel of its cases"),
            "active": gettext_lazy("In use: its tokens open something"),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"label_suffix": ""} | options)
        fields: Any = self.fields
        own = Q(pk=self.instance.channel_id) if self.instance.pk else Q()
        fields["channel"].queryset = Channel.objects.filter(Q(active=True) | own).exclude(code=WEB)
        given = self.instance.kinds.values("pk") if self.instance.pk else []
        kinds = Q(active=True, refers_only=False) | Q(pk__in=given)
        fields["kinds"].queryset = RequestType.objects.filter(kinds)
        if not self.instance.pk:
            del self.fields["active"]

    def save(self, commit: bool = True) -> Any:
        """Store it; a new one gets a code and comes last."""
        if not self.instance.pk:
            codes = {"new", *Partner.objects.values_list("code", flat=True)}
            self.instance.code = free_key(slugify(self.cleaned_data["name_en"])[:KEY] or "partner", codes)
            last = Partner.objects.aggregate(last=Max("position"))["last"] or 0
            self.instance.position = last + 1
        return super().save(commit)


@setup_page
def tokens(request: StaffRequest) -> HttpResponse:
    """All tokens, those that open something first, and the partners."""
    rows = list(AccessToken.objects.select_related("person", "partner", "made_by"))
    context = {
        "rows": sorted(rows, key=lambda row: not row.is_good),
        "partners": Partner.objects.order_by("-active", "position", "code"),
    }
    return render(request, "staff/setup/tokens.html", context)


@setup_page
@sensitive_variables("shown")
def new_token(request: StaffRequest) -> HttpResponse:
    """Make a token; the page that answers shows it this once."""
    token = AccessToken(made_by=request.user)
    form = TokenForm(request.POST if request.method == "POST" else None, instance=token)
    if form.is_bound and form.is_valid():
        with transaction.atomic():
            shown = access_tokens.issue(form.save(commit=False))
        return render(request, "staff/setup/token_shown.html", {"token": token, "shown": shown})
    return render(request, "staff/setup/token.html", {"form": form})


@setup_page
def withdraw_token(request: StaffRequest, pk: int) -> HttpResponse:
    """Ask whether the token shall end; by POST it does."""
    token = get_object_or_404(AccessToken, pk=pk)
    if request.method == "POST":
        with transaction.atomic():
            if token.withdrawn_at is None:
                access_tokens.withdraw(token)
        messages.success(request, _("“%(token)s” opens nothing any more.") % {"token": token.name})
        return redirect("staff:setup_tokens")
    return render(request, "staff/setup/token_withdraw.html", {"token": token})


@setup_page
def new_partner(request: StaffRequest) -> HttpResponse:
    """A new partner, which comes last."""
    return _partner(request, Partner())


@setup_page
def partner(request: StaffRequest, code: str) -> HttpResponse:
    """One partner."""
    return _partner(request, get_object_or_404(Partner, code=code))


def _partner(request: StaffRequest, instance: Partner) -> HttpResponse:
    title = instance.name if instance.pk else ""
    form = PartnerForm(request.POST if request.method == "POST" else None, instance=instance)
    if form.is_bound and form.is_valid():
        with transaction.atomic():
            saved = form.save()
        messages.success(request, _("“%(partner)s” is saved.") % {"partner": saved.name})
        return redirect("staff:setup_tokens")
    return render(request, "staff/setup/partner.html", {"form": form, "title": title})
