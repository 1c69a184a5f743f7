"""Who has read the personal details of one case: for its head and for administrators."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases.forms.asked import unknown
from cases.models import Case, Reading
from cases.views.staff_pages import StaffRequest, staff_page
from workflows import rights
from workflows.views.log_pages import turned


@staff_page
@require_safe
def readers(request: StaffRequest, number: str) -> HttpResponse:
    """The readings of a case, the newest first. An administrator needs no right to read the case itself."""
    cases = Case.objects.all() if rights.may_set_up(request.user) else Case.objects.visible_to(request.user)
    case = cases.select_related("request_type").filter(number=number).first()
    if case is None:
        raise Http404
    if not rights.may_see_readers(request.user, case):
        raise PermissionDenied
    readings = Reading.objects.filter(case=case).select_related("reader")
    strange = unknown(request.GET, ["before"])
    page = turned(request.GET, readings.none() if strange else readings)
    context = {
        "case": case,
        "rows": page.rows,
        "older": page.older,
        "missing": [*strange, *page.missing],
    }
    return render(request, "staff/readers.html", context)
