"""The form of a request in short pages: what it is about with photos of it, and where it is."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.drafts.uploads import DraftUploads
from cases.fields.photos import Photos
from cases.fields.text import Degrees, Line, Paragraphs, needed
from cases.forms.areas import AreaField
from cases.forms.assets import AssetField, take_asset
from cases.forms.near import LandmarkField, NearField, take_landmark, typed_words
from cases.forms.questions import QuestionForm
from cases.gazetteer import areas, landmarks
from cases.intake.geo import spread
from cases.models import NoPhoto, PersonFields, QuestionSet, RequestType, Urgency

# Fields of the pages that are no columns of the case.
ASIDE = frozenset(
    {"photos", "province", "district", "subdistrict", "no_address", "email_is_right", "near", "landmark"}
)


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

    @property
    def needs_all(self) -> bool:
        """Whether the request type needs every field of the person."""
        return self.request_type.person_fields == PersonFields.FULL

    def _require(self, name: str, required: bool) -> None:
        """Let a field be filled in by everybody, or left out."""
        self.fields[name].required = self.fields[name].widget.is_required = required


class WhatForm(PageForm, QuestionForm):
    """What it is about, with photos, how urgent, and what its request type asks besides."""

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
    photos = Photos(
        label=_("Photos"),
        help_text=_("Up to 5 pictures (JPEG, PNG or WebP, 10 MB each). One from near, one from afar."),
        required=False,
    )
    no_photo = forms.ChoiceField(
        label=_("No photo, because"),
        choices=[("", _("Choose why, if you have no photo")), *NoPhoto.choices],
        required=False,
    )

    def __init__(self, *args: Any, uploads: DraftUploads, **options: Any) -> None:
        self.uploads = uploads
        super().__init__(*args, **options)

    def fit(self) -> None:
        """Only the request type itself can be most urgent: a citizen may suggest the other three. Where it
        needs a photo, ask why there is none; where it takes papers, let them come along."""
        super().fit()
        photos = self.fields["photos"]
        assert isinstance(photos, Photos)
        # The asterisk alone: a reason will do as well.
        photos.required = self.request_type.needs_photo
        if self.request_type.accepts_pdf:
            photos.take_papers()
        if not self.request_type.needs_photo:
            del self.fields["no_photo"]
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
        """The request type's questions stand below the details, and the photos first where one is needed."""
        super().ask(asked, **options)
        questions, photos = [one.field_name for one in self.questions], ["photos", "no_photo"]
        first = photos if self.request_type.needs_photo else []
        self.order_fields([*first, "details", *questions, "urgency", *photos])

    def clean(self) -> dict[str, Any]:
        """A photo, or why there is none, where the request type needs one."""
        data = super().clean()
        for problem in self.uploads.problems:
            self.add_error("photos", problem)
        seen = any(not photo.is_pdf for photo in self.uploads.photos)
        if seen and "no_photo" in self.fields:
            data["no_photo"] = ""
        needed = self.request_type.needs_photo and not seen and not self.uploads.problems
        if needed and not data.get("no_photo") and "no_photo" not in self.errors:
            self.add_error("photos", _("Choose at least one photo, or say why there is none."))
        return data


class WhereForm(PageForm):
    """Where it is, in words or degrees, and in which area of the town."""

    page, step = "where", 2
    legend = _("Where is it?")

    place = Line(
        label=_("Place"),
        help_text=_("For example: in front of the temple, Soi 3, beside the blue shop."),
        max_length=300,
        required=False,
    )
    asset = AssetField()
    near = NearField()
    landmark = LandmarkField()
    latitude = Degrees(label=_("Latitude"), limit=90, required=False)
    longitude = Degrees(label=_("Longitude"), limit=180, required=False)
    area = AreaField()

    def __init__(self, data: Any = None, *args: Any, **options: Any) -> None:
        super().__init__(spread(data) if data else data, *args, **options)

    def fit(self) -> None:
        """Ask for a number, landmarks and the area where the municipality has any."""
        asset = self.fields["asset"]
        assert isinstance(asset, AssetField)
        if not asset.ask_for(self.request_type.asset_sort):
            del self.fields["asset"]
        field = self.fields["area"]
        assert isinstance(field, AreaField)
        if not field.offer():
            del self.fields["area"]
        if landmarks.are_there():
            landmark = self.fields["landmark"]
            assert isinstance(landmark, LandmarkField)
            landmark.offer(typed_words(self))
        else:
            del self.fields["near"], self.fields["landmark"]

    def clean(self) -> dict[str, Any]:
        """The place by words or by degrees where the request type needs it; both degrees or none. The area
        follows from the degrees; without them it is asked for."""
        data = super().clean() or {}
        self._clean_degrees(data)
        take_asset(data)
        if not {"latitude", "longitude", "near"} & self.errors.keys():
            take_landmark(data)
        if "area" in data:
            self._clean_area(data)
        given = data.get("place") or data.get("latitude") is not None
        if (
            self.request_type.needs_map
            and not given
            and not {"place", "latitude", "longitude"} & self.errors.keys()
        ):
            self.add_error("place", _("Describe the place, or give its latitude and longitude."))
        return data

    def _clean_degrees(self, data: dict[str, Any]) -> None:
        if {"latitude", "longitude"} & self.errors.keys():
            return
        for name, other in (("latitude", "longitude"), ("longitude", "latitude")):
            if data.get(name) is None and data.get(other) is not None:
                self.add_error(name, _("Latitude and longitude go together."))

    def _clean_area(self, data: dict[str, Any]) -> None:
        field, code = self.fields["area"], data["area"]
        assert isinstance(field, AreaField)
        data["area"] = field.chosen(code)
        data["area"] = next(iter(areas.finder().around(data)), None)
        unplaced = data.get("latitude") is None and not {"latitude", "longitude"} & self.errors.keys()
        if self.request_type.needs_map and not code and unplaced:
            self.add_error("area", _("Choose the area, or give the position."))
