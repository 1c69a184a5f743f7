"""The points of the inbox's map: asked by the map's script alone."""

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from cases.forms.public_map import ViewForm
from cases.views.staff_pages import StaffRequest, staff_page
from workflows.inbox import map as inbox_map
from workflows.views.inbox.content import InboxPage

# Nobody who sits down at the same computer after the log-out finds them in the browser.
HEADERS = {"Cache-Control": "private, no-store"}


@staff_page
@require_safe
def inbox_points(request: StaffRequest) -> HttpResponse:
    """The points of a map as JSON: the same filters and rights as the list; 400 where the address says no
    map, or asks for what is not on offer."""
    view, wanted = ViewForm(request.GET), InboxPage(request, ViewForm.base_fields).wanted
    if not view.is_valid() or not wanted.is_askable or wanted.text:
        return JsonResponse({"points": []}, status=400)
    found = inbox_map.points(request.user, wanted, view.box, view.cleaned_data["zoom"])
    capped = sum(one.count for one in found) >= inbox_map.MOST
    return JsonResponse({"points": [vars(one) for one in found], "capped": capped}, headers=HEADERS)
