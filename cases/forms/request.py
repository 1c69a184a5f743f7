"""The form of a request in short pages: what it is about, where it is, and who asks."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.choices import CallableChoiceIterator
from django.utils.translation import gettext_lazy as _

from cases.drafts.uploads import DraftUploads
from cases.fields.photos import Photos
from cases.fields.text import Degrees, EmailAddress, Line, NationalId, Paragraphs, Telephone, needed
from cases.forms.places import AddressChoices
from cases.forms.questions import QuestionForm
from cases.forms.titles import title_choices, title_of
from cases.intake import places
from cases.intake.geo import spread
from cases.models import QuestionSet, RequestType, Subdistrict, Title, Urgency
from cases.text.normalization import cleaned

# Fields of the pages that are no columns of the case.
ASIDE = frozenset({"photos", "province", "district", "subdistrict", "no_address"})
# What an address in Thailand has.
NEEDED_AT_HOME = ("house_no", "province", "district", "subdistrict")


class PageForm(forms.Form):
    """What every page knows: its name in the address, its heading, its step, and the request type."""

    page: ClassVar[str]
    step: ClassVar[int]
    legend: Any = ""

    def __init__(self, *args: Any, request_type: RequestType, **options: Any) -> None:
        super().__init__(*args, **options)
        self.request_type = request_type
        self.fit()

    def fit(self) -> None:
        """Fit the fields to the request type."""


class WhatForm(PageForm, QuestionForm):
    """What it is about, how urgent, and what its request type asks besides."""

    page, step = "what", 1
    legend = _("What is it about?")

    details = Paragraphs(
        label=_("Details"),
        help_text=_("What has happened, since when, and whom does it concern?"),
        min_length=10,
        max_length=4000,
        error_messages={
            **needed(_("Tell us what it is about.")),
            "min_length": _("Please tell us more: at least %(limit_value)d characters."),
        },
    )
    urgency = forms.ChoiceField(label=_("Urgency"), choices=Urgency.choices)

    def fit(self) -> None:
        """Only the request type itself can be most urgent: a citizen may suggest the other three."""
        super().fit()
        kept = [
            choice
            for choice in Urgency.choices
            if choice[0] in (self.request_type.urgency, *Urgency.values[:3])
        ]
        field = self.fields["urgency"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = kept
        field.initial = self.request_type.urgency

    def ask(self, asked: QuestionSet | None, **options: Any) -> None:
        """The request type's questions stand below the details."""
        super().ask(asked, **options)
        self.order_fields([*WhatForm.base_fields, *(one.field_name for one in self.questions)])


class WhereForm(PageForm):
    """Where it is, in words or degrees, and photos of it."""

    page, step = "where", 2
    legend = _("Where is it?")

    place = Line(
        label=_("Place"),
        help_text=_("For example: in front of the temple, Soi 3, beside the blue shop."),
        max_length=300,
        required=False,
    )
    latitude = Degrees(label=_("Latitude"), limit=90, required=False)
    longitude = Degrees(label=_("Longitude"), limit=180, required=False)
    photos = Photos(
        label=_("Photos"),
        help_text=_("Up to 5 pictures (JPEG, PNG or WebP, 10 MB each). One from near, one from afar."),
        required=False,
    )

    def __init__(self, data: Any = None, *args: Any, uploads: DraftUploads, **options: Any) -> None:
        self.uploads = uploads
        super().__init__(spread(data) if data else data, *args, **options)

    def fit(self) -> None:
        """Mark the photos as required where the request type needs one; papers may come along where it takes
        them."""
        super().fit()
        photos = self.fields["photos"]
        assert isinstance(photos, Photos)
        photos.required = self.request_type.needs_photo
        if self.request_type.accepts_pdf:
            photos.take_papers()

    def clean(self) -> dict[str, Any]:
        """The place by words or by degrees where the request type needs it; both degrees or none; the
        photos."""
        data = super().clean() or {}
        self._clean_degrees(data)
        given = data.get("place") or data.get("latitude") is not None
        if (
            self.request_type.needs_map
            and not given
            and not {"place", "latitude", "longitude"} & self.errors.keys()
        ):
            self.add_error("place", _("Describe the place, or give its latitude and longitude."))
        for problem in self.uploads.problems:
            self.add_error("photos", problem)
        seen = any(not photo.is_pdf for photo in self.uploads.photos)
        if self.request_type.needs_photo and not seen and not self.uploads.problems:
            self.add_error("photos", _("Choose at least one photo."))
        return data

    def _clean_degrees(self, data: dict[str, Any]) -> None:
        if {"latitude", "longitude"} & self.errors.keys():
            return
        for name, other in (("latitude", "longitude"), ("longitude", "latitude")):
            if data.get(name) is None and data.get(other) is not None:
                self.add_error(name, _("Latitude and longitude go together."))


class PersonForm(PageForm):
    """Who asks, and how to reach them."""

    title = forms.TypedChoiceField(
        label=_("Title"),
        choices=title_choices,
        coerce=title_of,
        empty_value=None,
        error_messages={**needed(_("Choose a title.")), "invalid_choice": _("Choose a title from the list.")},
    )
    title_other = Line(
        label=_("Other title"),
        help_text=_("Only where the list has none that fits."),
        max_length=60,
        required=False,
    )
    first_name = Line(
        label=_("First name"), max_length=100, error_messages=needed(_("Enter your first name."))
    )
    last_name = Line(label=_("Last name"), max_length=100, error_messages=needed(_("Enter your last name.")))
    national_id = NationalId(
        label=_("National ID"),
        help_text=_("13 digits. Kept encrypted, and shown only in part."),
        max_length=30,
        error_messages=needed(_("Enter your national ID.")),
    )
    phone = Telephone(
        label=_("Telephone"),
        help_text=_("A telephone number or an e-mail address is enough."),
        required=False,
    )
    email = EmailAddress(
        label=_("E-mail"),
        help_text=_(
            "We send the user ID, the password and all news there. Without it, keep the password well."
        ),
        required=False,
    )
    line_id = Line(label=_("LINE ID"), max_length=60, required=False)
    hide_identity = forms.BooleanField(
        label=_("Keep my name from the officers who handle the case"), required=False
    )

    def fit(self) -> None:
        """Ask for the national ID only where the request type needs it; help the browser to fill in the
        rest."""
        super().fit()
        if not self.request_type.needs_national_id:
            del self.fields["national_id"]
        known = {"first_name": "given-name", "last_name": "family-name", "phone": "tel", "email": "email"}
        for name, purpose in known.items():
            self.fields[name].widget.attrs["autocomplete"] = purpose

    def clean(self) -> dict[str, Any]:
        """Another title is written out; it is dropped where one was chosen from the list."""
        data = super().clean() or {}
        title = data.get("title")
        if title is not None and title.code != Title.OTHER:
            data["title_other"] = ""
        elif title is not None and not data.get("title_other") and "title_other" not in self.errors:
            self.add_error("title_other", _("Write the title, or choose one from the list."))
        if not {"phone", "email"} & self.errors.keys() and not (data.get("phone") or data.get("email")):
            self.add_error("phone", _("Enter your telephone number or your e-mail address."))
        return data


class AddressForm(PageForm):
    """Where the person lives; each select narrows the next, with or without JavaScript."""

    house_no = Line(
        label=_("House number"), max_length=200, error_messages=needed(_("Enter the house number."))
    )
    moo = Line(label=_("Village number (moo)"), max_length=20, required=False)
    soi = Line(label=_("Lane (soi)"), max_length=100, required=False)
    road = Line(label=_("Road"), max_length=100, required=False)
    community = Line(label=_("Community"), max_length=100, required=False)
    province = Line(
        label=_("Province"), widget=forms.Select, error_messages=needed(_("Choose the province."))
    )
    district = Line(
        label=_("District"), widget=forms.Select, error_messages=needed(_("Choose the district."))
    )
    subdistrict = Line(
        label=_("Subdistrict"), widget=forms.Select, error_messages=needed(_("Choose the subdistrict."))
    )
    postal_code = Line(label=_("Postal code"), widget=forms.Select, required=False)
    no_address = forms.BooleanField(
        label=_("No address in Thailand: the area above does not count"), required=False
    )

    def fit(self) -> None:
        """Let each select offer what lies in the area that is chosen above it; where the request type takes
        people without an address in Thailand, ask for none of whoever says so."""
        super().fit()
        if self.request_type.needs_address:
            del self.fields["no_address"]
        elif self["no_address"].value():
            for name in NEEDED_AT_HOME:
                self.fields[name].required = self.fields[name].widget.is_required = False
        choices = AddressChoices(self._chosen)
        for name in ("province", "district", "subdistrict", "postal_code"):
            widget = self.fields[name].widget
            assert isinstance(widget, forms.Select)
            widget.choices = CallableChoiceIterator(getattr(choices, name))

    def clean_subdistrict(self) -> Subdistrict | None:
        """The subdistrict, which has to lie in the chosen district and province; None where the person has
        no address in Thailand."""
        code = self.cleaned_data["subdistrict"]
        if not self.fields["subdistrict"].required:
            return None
        district, province = self.cleaned_data.get("district"), self.cleaned_data.get("province")
        areas = places.subdistricts(district) if district else []
        found = next((area for area in areas if area.code == code), None)
        if found is None or found.district.province_id != province:
            raise ValidationError(_("This subdistrict is not in the chosen district. Choose it again."))
        return found

    def clean_postal_code(self) -> str:
        """One of the subdistrict's codes; its only one needs no choice."""
        code, subdistrict = self.cleaned_data["postal_code"], self.cleaned_data.get("subdistrict")
        if subdistrict is None:
            return ""
        codes = subdistrict.postal_codes
        if len(codes) == 1:
            return str(codes[0])
        if code not in codes and codes:
            raise ValidationError(_("Choose one of the postal codes of this subdistrict."))
        return str(code)

    def _chosen(self, name: str) -> str:
        return cleaned(str(self[name].value() or ""))


class YouForm(PersonForm, AddressForm):
    """The person and the address, on one page."""

    page, step = "you", 3
    legend = _("Who are you?")
    field_order = [*PersonForm.base_fields, *AddressForm.base_fields]
