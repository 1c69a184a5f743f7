"""The page of the municipality: how it is called and reached, when it is open, where it lies, its look."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.fields.dates import ThaiDateField, this_and_next_year
from cases.fields.text import Degrees, EmailAddress, Line
from cases.files.images import BadPhoto
from cases.models import District, Municipality
from cases.setup import branding
from cases.text.collation import ThaiOrder
from cases.views.staff_pages import StaffRequest
from workflows.setup.decorators import setup_page
from workflows.setup.routing_forms import Clock

BY_THAI_NAME = (ThaiOrder("name_th"), "pk")
MOST_DAYS = 365


class DistrictField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """The districts of Thailand, each with its province."""

    def label_from_instance(self, obj: Any) -> str:
        """Both names."""
        return f"{obj.province.name}: {obj.name}"


class OfficeForm(forms.ModelForm):  # type: ignore[type-arg]
    """What the pages say of the municipality."""

    use_required_attribute = False

    name_th = Line(label=gettext_lazy("Thai name"), max_length=200)
    name_en = Line(label=gettext_lazy("English name"), max_length=200)
    short_th = Line(
        label=gettext_lazy("Short Thai name"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("Stands at the head of the pages on a telephone."),
    )
    short_en = Line(label=gettext_lazy("Short English name"), max_length=40, required=False)
    address_th = Line(label=gettext_lazy("Thai address"), max_length=300, required=False)
    address_en = Line(label=gettext_lazy("English address"), max_length=300, required=False)
    phone = Line(label=gettext_lazy("Telephone"), max_length=40, required=False)
    emergency_phone = Line(
        label=gettext_lazy("Emergency telephone"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("Answered day and night; stands first at the bottom of every page."),
    )
    email = EmailAddress(label=gettext_lazy("E-mail"), required=False)
    website = forms.URLField(label=gettext_lazy("Website"), required=False, assume_scheme="https")
    opens = Clock(label=gettext_lazy("Office opens"))
    closes = Clock(label=gettext_lazy("Office closes"))
    security_contact = Line(
        label=gettext_lazy("Contact for security reports"),
        max_length=200,
        required=False,
        help_text=gettext_lazy(
            "An e-mail address, or the https address of a page, for whoever finds a weakness."
        ),
    )
    security_until = ThaiDateField(
        label=gettext_lazy("The contact holds until"),
        required=False,
        years=this_and_next_year,
        help_text=gettext_lazy("A year at most; the set-up reminds you before it ends."),
    )
    security_languages = Line(
        label=gettext_lazy("Languages for security reports"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("Codes with commas, like th, en."),
    )
    first_reply_days = forms.IntegerField(
        label=gettext_lazy("First reply within"),
        required=False,
        min_value=1,
        max_value=MOST_DAYS,
        help_text=gettext_lazy(
            "Working days in which a department takes a new case, or says that it cannot."
        ),
    )
    district = DistrictField(
        District.objects.none(),
        label=gettext_lazy("District"),
        required=False,
        help_text=gettext_lazy("Stands first where citizens say in which subdistrict it is."),
    )
    latitude = Degrees(label=gettext_lazy("Latitude of the centre"), limit=90, required=False)
    longitude = Degrees(label=gettext_lazy("Longitude of the centre"), limit=180, required=False)
    south = Degrees(label=gettext_lazy("Southern edge"), limit=90, required=False)
    north = Degrees(label=gettext_lazy("Northern edge"), limit=90, required=False)
    west = Degrees(label=gettext_lazy("Western edge"), limit=180, required=False)
    east = Degrees(label=gettext_lazy("Eastern edge"), limit=180, required=False)
    colour = forms.CharField(
        label=gettext_lazy("Colour"),
        required=False,
        widget=forms.TextInput(attrs={"type": "color"}),
        help_text=gettext_lazy("Of headings, links and buttons. White text on it has to be readable."),
    )
    picture = forms.FileField(
        label=gettext_lazy("Logo"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        help_text=gettext_lazy("JPEG, PNG or WebP, at most 2 MB. It is shown 40 pixels high."),
    )
    new_banner = forms.FileField(
        label=gettext_lazy("Picture at the head of the first page"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        help_text=gettext_lazy(
            "JPEG, PNG or WebP, at most 2 MB. A strip is cut from its middle, eight times as wide as high. "
            "Without a picture a drawn pattern stands there."
        ),
    )
    banner_alt_th = Line(
        label=gettext_lazy("What the picture shows, in Thai"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("For those who cannot see it. Leave it empty if the picture only adorns."),
    )
    banner_alt_en = Line(
        label=gettext_lazy("What the picture shows, in English"), max_length=200, required=False
    )
    no_banner = forms.BooleanField(label=gettext_lazy("Remove the picture"), required=False)
    no_logo = forms.BooleanField(label=gettext_lazy("Remove the logo"), required=False)

    class Meta:
        model = Municipality
        fields = [
            "name_th",
            "name_en",
            "short_th",
            "short_en",
            "address_th",
            "address_en",
            "phone",
            "emergency_phone",
            "email",
            "website",
            "opens",
            "closes",
            "first_reply_days",
            "district",
            "latitude",
            "longitude",
            "south",
            "north",
            "west",
            "east",
            "security_contact",
            "security_until",
            "security_languages",
            "colour",
            "banner_alt_th",
            "banner_alt_en",
        ]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"label_suffix": ""} | options)
        self.initial["colour"] = self.instance.colour or branding.OWN_COLOUR
        districts = District.objects.select_related("province")
        self.fields["district"].queryset = districts.order_by("province_id", *BY_THAI_NAME)  # type: ignore[attr-defined]
        if not self.instance.logo:
            del self.fields["no_logo"]
        if not self.instance.banner:
            del self.fields["no_banner"]

    def clean_colour(self) -> str:
        """A colour on which white can be read; empty for that of the product."""
        colour = self.cleaned_data["colour"].strip().lower()
        if colour in ("", branding.OWN_COLOUR):
            return ""
        if not branding.HEX.fullmatch(colour):
            raise ValidationError(_("Write the colour like #0b5d57."))
        contrast = branding.contrast_with_white(colour)
        if contrast < branding.LEAST_CONTRAST:
            text = _("Too light: its contrast with white is %(contrast).1f, at least 4.5 is needed.")
            # Rounded down: 4.46 is not enough and shall not be shown as 4.5.
            raise ValidationError(text % {"contrast": int(contrast * 10) / 10})
        return str(colour)

    def clean_first_reply_days(self) -> int:
        """The days of before where nothing is said."""
        days: int | None = self.cleaned_data["first_reply_days"]
        return self.instance.first_reply_days if days is None else days

    def clean_security_languages(self) -> str:
        """The two of the e-service where nothing else is said."""
        return str(self.cleaned_data["security_languages"] or "th, en")

    def clean_picture(self) -> Any:
        """The picture made anew."""
        return self._made("picture", "logo")

    def clean_new_banner(self) -> Any:
        """The strip made of the picture."""
        return self._made("new_banner", "banner")

    def _made(self, name: str, column: str) -> Any:
        typed = self.cleaned_data[name]
        if typed is None:
            return None
        try:
            return branding.PICTURES[column](typed.read(branding.MOST_BYTES + 1))
        except BadPhoto as error:
            raise ValidationError(str(error)) from error

    def clean(self) -> dict[str, Any]:
        """It opens before it closes."""
        data = super().clean() or self.cleaned_data
        if data.get("opens") and data.get("closes") and data["opens"] >= data["closes"]:
            self.add_error("closes", _("The office closes after it opens."))
        if data.get("security_contact") and not data.get("security_until"):
            self.add_error("security_until", _("Say until when the contact for security reports holds."))
        return data

    def save(self, commit: bool = True) -> Municipality:
        """Save, with the new pictures or without them; the earlier files are removed at night."""
        office: Municipality = self.instance
        for stored, sent, removed in (
            (office.logo, "picture", "no_logo"),
            (office.banner, "new_banner", "no_banner"),
        ):
            if picture := self.cleaned_data.get(sent):
                stored.save(picture.name, picture, save=False)
            elif self.cleaned_data.get(removed):
                setattr(office, stored.field.name, "")
        office.save()
        return office


@setup_page
def office(request: StaffRequest) -> HttpResponse:
    """The municipality's name, reach, hours and look."""
    there = Municipality.objects.first() or Municipality(code="municipality")
    sent = request.method == "POST"
    form = OfficeForm(request.POST if sent else None, request.FILES if sent else None, instance=there)
    if sent and form.is_valid():
        try:
            with transaction.atomic():
                form.save()
        except OSError:
            form.add_error(
                "picture", _("The file could not be kept just now. Please try again in a few minutes.")
            )
        else:
            messages.success(request, _("Saved. Every page shows it from now on."))
            return redirect("staff:setup_office")
    # What was typed wrong shall not stand in the page's own head and foot.
    context = {"form": form, "municipality": Municipality.current()} if sent else {"form": form}
    return render(request, "staff/setup/office.html", context)
