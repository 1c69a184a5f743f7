"""The page of the landmarks: those there are, and a table that takes their place after a look."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases.gazetteer import areas
from cases.lib.drawn_outlines import Drawing
from cases.lib.geography import Box, Point
from cases.models import Landmark
from cases.setup import landmark_files
from cases.setup.landmark_files import Replaced
from cases.setup.office_tables import Unusable
from cases.views.staff_pages import StaffRequest
from workflows.setup.decorators import setup_page

SALT = "landmarks out of a file"
VALID_SECONDS = 60 * 60
# So many stand in the table; the drawing has all of them.
LISTED = 200


class LandmarksForm(forms.Form):
    """A table of landmarks."""

    use_required_attribute = False

    file = forms.FileField(
        label=gettext_lazy("File"),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt"}),
        help_text=gettext_lazy(
            "CSV with the columns name_th, name_en, kind, latitude, longitude; up to 2,000 rows and 1 MB. "
            "First you see what it would change."
        ),
        error_messages={"required": gettext_lazy("Choose a file.")},
    )


@dataclass(frozen=True)
class Row:
    """A landmark in the table and in the drawing."""

    landmark: Landmark
    state: str
    at: tuple[float, float]


@setup_page
def landmarks(request: StaffRequest) -> HttpResponse:
    """The landmarks, drawn and listed; a file to look at, and its confirmation."""
    if "confirmed" in request.POST:
        return _replaced(request)
    sent = request.method == "POST"
    form = LandmarksForm(request.POST if sent else None, request.FILES if sent else None, label_suffix="")
    problems: list[str] = []
    if sent and form.is_valid():
        try:
            rows = landmark_files.read(form.cleaned_data["file"])
        except Unusable as unusable:
            problems = unusable.problems
        else:
            return _looked_at(request, rows)
    there = [(one, "") for one in Landmark.objects.all()]
    context = {"form": form, "problems": problems, "sorts": Landmark.Sort.choices, **_drawn(there)}
    return render(request, "staff/setup/landmarks.html", context)


def _looked_at(request: StaffRequest, rows: list[dict[str, str]]) -> HttpResponse:
    """What the file would change, with the button that does it."""
    done = landmark_files.rehearse(rows)
    sealed = signing.dumps(rows, salt=SALT, compress=True)
    context = {"done": done, "sealed": sealed, **_drawn(_states(done))}
    return render(request, "staff/setup/landmarks_look.html", context)


def _replaced(request: StaffRequest) -> HttpResponse:
    """Take the landmarks that were looked at."""
    try:
        rows = signing.loads(request.POST["confirmed"], salt=SALT, max_age=VALID_SECONDS)
    except signing.BadSignature:
        messages.error(request, _("This page was open for too long. Please choose the file again."))
        return redirect("staff:setup_landmarks")
    landmark_files.replace(rows)
    text = ngettext("%(number)s landmark is known.", "%(number)s landmarks are known.", len(rows))
    messages.success(request, text % {"number": len(rows)})
    return redirect("staff:setup_landmarks")


def _states(done: Replaced) -> list[tuple[Landmark, str]]:
    """The landmarks with what becomes of them, what changes first."""
    listed = [(one, _("new")) for one in done.added] + [(one, _("changed")) for one in done.changed]
    return listed + [(one, _("as before")) for one in done.same]


def _drawn(listed: Iterable[tuple[Landmark, str]]) -> dict[str, Any]:
    """The rows of the table, and the picture of the points among the areas."""
    pairs = list(listed)
    points = [Point(one.latitude, one.longitude) for one, _state in pairs]
    outlines = [area.shape for area in areas.in_use()]
    boxes = [outline.box for outline in outlines] + [Box.around(point, 100) for point in points]
    drawing = Drawing.of(boxes if pairs else ())
    if drawing is None:
        return {"rows": []}
    rows = [Row(one, state, drawing.at(point)) for (one, state), point in zip(pairs, points, strict=True)]
    paths = [drawing.path(outline) for outline in outlines]
    return {
        "rows": rows,
        "listed": rows[:LISTED],
        "more": len(rows[LISTED:]),
        "paths": paths,
        "drawing": drawing,
    }
