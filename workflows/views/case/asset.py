"""The history of a thing on the map: all cases about it that the reader may read."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from cases.lib.map_links import map_url
from cases.models import Asset, Case, CaseQuerySet, User
from cases.reference import shared_rows
from cases.views.staff_pages import StaffRequest, staff_page

# So many stand on the page, the newest first.
LISTED = 50


def cases_about(thing: Asset, user: User) -> CaseQuerySet:
    """The cases about a thing that this person may read, the newest first."""
    cases: CaseQuerySet = Case.objects.visible_to(user).filter(asset=thing)
    return cases.order_by("-pk")


@staff_page
@require_safe
def asset(request: StaffRequest, pk: int) -> HttpResponse:
    """The cases about one thing, the newest first, and how many there are that this person may not read."""
    thing = get_object_or_404(Asset, pk=pk)
    readable = cases_about(thing, request.user)
    cases = list(readable.select_related("result")[:LISTED])
    shared_rows.prefetch(cases, "request_type", "department")
    number = readable.count()
    context = {
        "thing": thing,
        "map_url": map_url(thing),
        "cases": cases,
        "more": number - len(cases),
        "others": Case.objects.filter(asset=thing).count() - number,
    }
    return render(request, "staff/asset.html", context)
