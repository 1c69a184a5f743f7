"""The page of the town's areas: those there are, and a file that takes their place after a look."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases.lib.drawn_outlines import Drawing
from cases.models import Area
from cases.setup import area_files
from cases.setup.area_files import NewArea, Replaced
from cases.setup.office_tables import Unusable
from cases.views.staff_pages import StaffRequest
from workflows.setup.decorators import setup_page

SALT = "areas out of a file"
VALID_SECONDS = 60 * 60


class AreasForm(forms.Form):
    """A file of areas, and what they are where the file does not say it."""

    use_required_attribute = False

    file = forms.FileField(
        label=gettext_lazy("File"),
        widget=forms.FileInput(attrs={"accept": ".geojson,.json,.zip"}),
        help_text=gettext_lazy(
            "GeoJSON, or a ZIP archive with a Shapefile, in WGS 84 (EPSG:4326), up to 200 areas and 8 MB. "
            "First you see what it would change."
        ),
        error_messages={"required": gettext_lazy("Choose a file.")},
    )
    sort = forms.ChoiceField(
        label=gettext_lazy("What the areas are"),
        choices=Area.Sort.choices,
        help_text=gettext_lazy("Where the file itself says nothing."),
    )


@dataclass(frozen=True)
class Row:
    """An area in the table and in the drawing."""

    number: int
    area: Area
    state: str
    path: str
    at: tuple[float, float]

    @property
    def points(self) -> int:
        """How many points the outline has."""
        return sum(len(ring) - 1 for ring in self.area.shape.rings)


@setup_page
def areas(request: StaffRequest) -> HttpResponse:
    """The areas in use, drawn and listed; a file to look at, and its confirmation."""
    if "confirmed" in request.POST:
        return _replaced(request)
    sent = request.method == "POST"
    form = AreasForm(request.POST if sent else None, request.FILES if sent else None, label_suffix="")
    problems: list[str] = []
    if sent and form.is_valid():
        try:
            found = area_files.read(form.cleaned_data["file"], sort=form.cleaned_data["sort"])
        except Unusable as unusable:
            problems = unusable.problems
        else:
            return _looked_at(request, found)
    there = list(Area.objects.filter(active=True))
    context = {"form": form, "problems": problems, **_drawn([(area, "") for area in there])}
    return render(request, "staff/setup/areas.html", context)


def _looked_at(request: StaffRequest, found: list[NewArea]) -> HttpResponse:
    """What the file would change, with the button that does it."""
    done = area_files.rehearse(found)
    sealed = signing.dumps([asdict(one) for one in found], salt=SALT, compress=True)
    context = {"done": done, "sealed": sealed, **_drawn(_states(done))}
    return render(request, "staff/setup/areas_look.html", context)


def _replaced(request: StaffRequest) -> HttpResponse:
    """Take the areas that were looked at."""
    try:
        rows = signing.loads(request.POST["confirmed"], salt=SALT, max_age=VALID_SECONDS)
    except signing.BadSignature:
        messages.error(request, _("This page was open for too long. Please choose the file again."))
        return redirect("staff:setup_areas")
    done = area_files.replace([NewArea(**row) for row in rows])
    number = len(done.added) + len(done.changed) + len(done.same)
    text = ngettext("%(number)s area is in use.", "%(number)s areas are in use.", number)
    messages.success(request, text % {"number": number})
    return redirect("staff:setup_areas")


def _states(done: Replaced) -> list[tuple[Area, str]]:
    listed = [(area, _("new")) for area in done.added] + [(area, _("changed")) for area in done.changed]
    return sorted(
        [*listed, *((area, _("as before")) for area in done.same)], key=lambda pair: pair[0].position
    )


def _drawn(listed: Iterable[tuple[Area, str]]) -> dict[str, Any]:
    """The rows of the table, and the picture with the box around all of them."""
    pairs = list(listed)
    drawing = Drawing.of(area.shape.box for area, _state in pairs)
    if drawing is None:
        return {"rows": []}
    rows = [
        Row(number, area, state, drawing.path(area.shape), drawing.at(area.shape.middle))
        for number, (area, state) in enumerate(pairs, start=1)
    ]
    return {"rows": rows, "drawing": drawing}
