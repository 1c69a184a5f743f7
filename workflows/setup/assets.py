"""The page of the things on the map: how many there are, and a file that takes their place after a look."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases.gazetteer import areas
from cases.lib.drawn_outlines import Drawing
from cases.lib.geography import Box, Point
from cases.models import Asset, AssetSort, RequestType
from cases.setup import asset_files
from cases.setup.asset_files import Columns, Replaced
from cases.setup.office_tables import Unusable
from cases.views.staff_pages import StaffRequest
from workflows.setup.decorators import setup_page

SALT = "things out of a file"
VALID_SECONDS = 60 * 60
# So many stand in the table, and in the drawing.
LISTED, DRAWN = 50, 2000


class AssetsForm(forms.Form):
    """A file of things of one kind."""

    use_required_attribute = False

    sort = forms.ChoiceField(label=gettext_lazy("What they are"), choices=AssetSort.choices)
    file = forms.FileField(
        label=gettext_lazy("File"),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.geojson,.json"}),
        help_text=gettext_lazy(
            "CSV with the columns number, latitude, longitude (1 MB), or GeoJSON with points and a column "
            "number (4 MB); up to 10,000 of one kind. First you see what it would change."
        ),
        error_messages={"required": gettext_lazy("Choose a file.")},
    )


@setup_page
def assets(request: StaffRequest) -> HttpResponse:
    """The things that are known; a file to look at, and its confirmation."""
    if "confirmed" in request.POST:
        return _replaced(request)
    sent = request.method == "POST"
    form = AssetsForm(request.POST if sent else None, request.FILES if sent else None, label_suffix="")
    problems: list[str] = []
    if sent and form.is_valid():
        try:
            rows = asset_files.read(form.cleaned_data["file"])
        except Unusable as unusable:
            problems = unusable.problems
        else:
            return _looked_at(request, form.cleaned_data["sort"], rows)
    context = {"form": form, "problems": problems, "rows": _known()}
    return render(request, "staff/setup/assets.html", context)


def _known() -> list[tuple[Any, int, list[str]]]:
    """Each kind of things with how many there are, and the kinds of request that ask for their number."""
    counts = dict(
        Asset.objects.filter(active=True).order_by().values_list("sort").annotate(count=Count("pk"))
    )
    asking = list(RequestType.objects.filter(active=True).exclude(asset_sort=""))
    return [
        (sort.label, counts.get(sort, 0), [one.name for one in asking if one.asset_sort == sort])
        for sort in AssetSort
    ]


def _looked_at(request: StaffRequest, sort: str, rows: list[Columns]) -> HttpResponse:
    """What the file would change, with the button that does it."""
    done = asset_files.rehearse(sort, rows)
    sealed = signing.dumps({"sort": sort, "rows": rows}, salt=SALT, compress=True)
    context = {"done": done, "sealed": sealed, "sort": AssetSort(sort).label, **_drawn(done)}
    return render(request, "staff/setup/assets_look.html", context)


def _replaced(request: StaffRequest) -> HttpResponse:
    """Take the things that were looked at."""
    try:
        kept = signing.loads(request.POST["confirmed"], salt=SALT, max_age=VALID_SECONDS)
    except signing.BadSignature:
        messages.error(request, _("This page was open for too long. Please choose the file again."))
        return redirect("staff:setup_assets")
    asset_files.replace(kept["sort"], kept["rows"], by=request.user)
    number = len(kept["rows"])
    text = ngettext("%(number)s thing is known.", "%(number)s things are known.", number)
    messages.success(request, text % {"number": number})
    return redirect("staff:setup_assets")


def _drawn(done: Replaced) -> dict[str, Any]:
    """The first rows, what changes before what stays, and the picture of the points among the areas."""
    listed = [(one, _("new")) for one in done.added] + [(one, _("changed")) for one in done.changed]
    listed += [(one, _("as before")) for one in done.same]
    points = [Point(one.latitude, one.longitude) for one, _state in listed[:DRAWN]]
    outlines = [area.shape for area in areas.in_use()]
    drawing = Drawing.of([*(outline.box for outline in outlines), *(Box.around(one, 100) for one in points)])
    if drawing is None:
        return {}
    return {
        "listed": listed[:LISTED],
        "more": len(listed[LISTED:]),
        "paths": [drawing.path(outline) for outline in outlines],
        "points": [drawing.at(point) for point in points],
        "drawing": drawing,
    }
