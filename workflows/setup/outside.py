"""The pages of outside parties: the organisations that do steps of cases, and their people."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.db.models import Count, Max, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.actions import outside
from cases.errors import Refused
from cases.fields.text import EmailAddress, Line, Telephone
from cases.models import ExternalAgency, OutsideParty, OutsidePerson, Subtask
from cases.questionnaires.definitions import free_key
from cases.text import telephones
from cases.views.staff_pages import StaffRequest
from workflows.setup.decorators import setup_page
from workflows.setup.seen import CONFLICT

KEY = 40


class PartyForm(forms.ModelForm):  # type: ignore[type-arg]
    """What an organisation is called, and what it is."""

    use_required_attribute = False

    class Meta:
        model = OutsideParty
        fields = ["name_th", "name_en", "sort", "agency", "active"]
        field_classes = {"name_th": Line, "name_en": Line}
        labels = {
            "name_th": gettext_lazy("Name in Thai"),
            "name_en": gettext_lazy("Name in English"),
            "active": gettext_lazy("In use: it can be asked"),
        }
        help_texts = {
            "agency": gettext_lazy("For kinds of request with this agency it is proposed first."),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"label_suffix": ""} | options)
        agencies = ExternalAgency.objects.filter(Q(active=True) | Q(pk=self.instance.agency_id))
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]
        if not self.instance.pk:
            del self.fields["active"]

    def save(self, commit: bool = True) -> Any:
        """Store it; a new one gets a code and comes last."""
        if not self.instance.pk:
            # `new` is an address of its own.
            codes = {"new", *OutsideParty.objects.values_list("code", flat=True)}
            self.instance.code = free_key(slugify(self.cleaned_data["name_en"])[:KEY] or "party", codes)
            last = OutsideParty.objects.aggregate(last=Max("position"))["last"] or 0
            self.instance.position = last + 1
        return super().save(commit)


class PersonForm(forms.ModelForm):  # type: ignore[type-arg]
    """Who gets letters with links."""

    use_required_attribute = False

    email = EmailAddress(label=gettext_lazy("E-mail"), required=False)
    phone = Telephone(
        label=gettext_lazy("Mobile telephone"),
        required=False,
        help_text=gettext_lazy("Gets an SMS where there is no e-mail address."),
    )

    class Meta:
        model = OutsidePerson
        fields = ["name", "email", "phone", "language", "active"]
        field_classes = {"name": Line}
        labels = {
            "name": gettext_lazy("Name"),
            "language": gettext_lazy("Language of the letters"),
            "active": gettext_lazy("Works there and gets letters"),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"label_suffix": ""} | options)
        if not self.instance.pk:
            del self.fields["active"]

    def clean_name(self) -> str:
        """A name that nobody else of the party has."""
        name: str = self.cleaned_data["name"]
        others = OutsidePerson.objects.filter(party=self.instance.party_id, name=name)
        if others.exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("This party has a person of this name already."))
        return name

    def clean_phone(self) -> Any:
        """A number that takes an SMS."""
        phone = self.cleaned_data["phone"]
        if phone and not telephones.takes_sms(phone):
            raise forms.ValidationError(
                _("This number takes no SMS. Give a mobile number, or an e-mail address.")
            )
        return phone

    def clean(self) -> dict[str, Any]:
        """One way at least."""
        data = super().clean() or self.cleaned_data
        if not self.errors and not (data.get("email") or data.get("phone")):
            self.add_error("email", _("Give an e-mail address or a mobile number."))
        return data


@setup_page
def parties(request: StaffRequest) -> HttpResponse:
    """All outside parties in their order, with how many people each has and what is open with it."""
    people = Count("people", filter=Q(people__active=True), distinct=True)
    still = Q(subtasks__state__in=[Subtask.State.ASKED, Subtask.State.IN_WORK])
    rows = OutsideParty.objects.annotate(
        reachable=people, waiting=Count("subtasks", filter=still, distinct=True)
    )
    return render(request, "staff/setup/outside.html", {"rows": rows.order_by("-active", "position", "code")})


@setup_page
def new(request: StaffRequest) -> HttpResponse:
    """A new party, which comes last."""
    return _party(request, OutsideParty())


@setup_page
def party(request: StaffRequest, code: str) -> HttpResponse:
    """One party with its people."""
    return _party(request, get_object_or_404(OutsideParty, code=code))


@setup_page
def new_person(request: StaffRequest, code: str) -> HttpResponse:
    """A new person of a party."""
    return _person(request, OutsidePerson(party=get_object_or_404(OutsideParty, code=code)))


@setup_page
def person(request: StaffRequest, code: str, pk: int) -> HttpResponse:
    """One person, to be changed or ended."""
    people = OutsidePerson.objects.select_related("party")
    return _person(request, get_object_or_404(people, pk=pk, party__code=code))


def _party(request: StaffRequest, instance: OutsideParty) -> HttpResponse:
    title, is_new = instance.name if instance.pk else "", not instance.pk
    form = PartyForm(request.POST if request.method == "POST" else None, instance=instance)
    status = 200
    if form.is_bound and form.is_valid():
        try:
            with transaction.atomic():
                saved = form.save()
        except Refused as refused:
            form.add_error(None, str(refused))
            status = CONFLICT
        else:
            said = _("“%(party)s” is saved.") % {"party": saved.name}
            if is_new:
                said += " " + _("Now add the people who get its letters.")
            messages.success(request, said)
            return (
                redirect("staff:setup_outside_party", saved.code)
                if is_new
                else redirect("staff:setup_outside")
            )
    context = {
        "form": form,
        "party": instance,
        "title": title,
        "people": instance.people.order_by("-active", "name") if instance.pk else (),
        "kept": outside.kept_by(instance) if instance.pk else [],
    }
    return render(request, "staff/setup/outside_party.html", context, status=status)


def _person(request: StaffRequest, instance: OutsidePerson) -> HttpResponse:
    title = instance.name
    form = PersonForm(request.POST if request.method == "POST" else None, instance=instance)
    if form.is_bound and form.is_valid():
        try:
            with transaction.atomic():
                saved = form.save()
        except IntegrityError:
            form.add_error("name", _("This party has a person of this name already."))
        else:
            messages.success(request, _saved(saved))
            return redirect("staff:setup_outside_party", saved.party.code)
    context = {"form": form, "party": instance.party, "person": instance, "title": title}
    return render(request, "staff/setup/outside_person.html", context)


def _saved(saved: OutsidePerson) -> str:
    """That it is saved, and what became of the links."""
    if not saved.active:
        text = _("%(name)s gets no letters any more. All links of this person have ended.")
    else:
        text = _("“%(name)s” is saved. New links are sent from the page of a step.")
    return text % {"name": saved.name}
