"""What is chosen on the public map: a request type, how far the cases have come, and what a map shows."""

from typing import Any

from django import forms
from django.contrib.humanize.templatetags.humanize import intcomma
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.fields.text import Degrees, EmailAddress, needed
from cases.forms.email_question import EmailQuestion
from cases.intake import public_cases
from cases.intake.area_alerts import AlertPlace
from cases.intake.geo import km_outside
from cases.lib.geography import Box, Point, point_of
from cases.models import OPEN, CaseQuerySet, Municipality, RequestType
from cases.models.web.area_alerts import RADII

OPEN_ONES, SOLVED_ONES = "open", "solved"
STATES = [("", _("Open and solved")), (OPEN_ONES, _("Open")), (SOLVED_ONES, _("Solved in the last 30 days"))]


def of_kind(*, required: bool = False) -> forms.ChoiceField:
    """One of the request types on the map, or all."""
    return forms.ChoiceField(label=_("Kind of request"), required=required)


def kind_choices() -> list[tuple[str, str]]:
    """The request types on the map, behind the choice of all."""
    return [("", str(_("All kinds"))), *((one.code, one.name) for one in public_cases.kinds())]


class MapFilter(forms.Form):
    """Which of the public cases are shown; what is no choice chooses nothing."""

    kind = of_kind()
    state = forms.ChoiceField(label=_("State"), choices=STATES, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kind"].choices = kind_choices()  # type: ignore[attr-defined]

    @property
    def chosen(self) -> dict[str, Any]:
        """What narrows the list, as the address says it."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def cases(self) -> CaseQuerySet:
        """The public cases that were chosen."""
        found, chosen = public_cases.shown(), self.chosen
        if code := chosen.get("kind"):
            found = found.filter(request_type=RequestType.objects.get(code=code))
        if state := chosen.get("state"):
            found = found.filter(Q(status__in=[*OPEN]) if state == OPEN_ONES else public_cases.solved())
        return found


class AreaFilter(MapFilter):
    """The same near a place; all three values or none."""

    latitude = Degrees(limit=90, required=False)
    longitude = Degrees(limit=180, required=False)
    metres = forms.TypedChoiceField(choices=[(one, one) for one in RADII], coerce=int, required=False)

    @property
    def near(self) -> tuple[Point, int] | None:
        """The place and how far around it; None where the address says none."""
        chosen = self.chosen
        here = point_of(chosen.get("latitude"), chosen.get("longitude"))
        return (here, chosen.get("metres") or RADII[1]) if here else None


def _degrees(limit: int) -> forms.FloatField:
    return forms.FloatField(validators=[MinValueValidator(-limit), MaxValueValidator(limit)])


class ViewForm(forms.Form):
    """The part of the world that a map shows, and how close."""

    south = _degrees(90)
    west = _degrees(180)
    north = _degrees(90)
    east = _degrees(180)
    zoom = forms.IntegerField(min_value=public_cases.ZOOMS[0], max_value=public_cases.ZOOMS[-1])

    @property
    def box(self) -> Box:
        """What is in view."""
        return Box(*(self.cleaned_data[edge] for edge in Box._fields))


class AreaForm(EmailQuestion):
    """Of which place somebody wants to hear, and where the letters go."""

    latitude = Degrees(label=_("Latitude"), limit=90, error_messages=needed(_("Choose the place.")))
    longitude = Degrees(label=_("Longitude"), limit=180, error_messages=needed(_("Choose the place.")))
    metres = forms.TypedChoiceField(label=_("How far around it"), coerce=int, initial=500)
    kind = of_kind()
    email = EmailAddress(
        label=_("Your e-mail address"),
        error_messages=needed(_("Enter your e-mail address.")),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kind"].choices = kind_choices()  # type: ignore[attr-defined]
        metres = [(one, _("Within %(metres)s m") % {"metres": intcomma(one)}) for one in RADII]
        self.fields["metres"].choices = metres  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The place lies in the town."""
        data = super().clean() or self.cleaned_data
        here = point_of(data.get("latitude"), data.get("longitude"))
        if here and km_outside(here, Municipality.current()):
            self.add_error("latitude", _("This place is outside the municipality."))
        return data

    @property
    def area(self) -> AlertPlace:
        """What was chosen."""
        data = self.cleaned_data
        return AlertPlace.of(Point(data["latitude"], data["longitude"]), data["metres"], data["kind"])
