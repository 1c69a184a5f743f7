"""A case on paper, for the staff: everything its reader may see, to print or to keep as a PDF."""

from django.db.models import Prefetch
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from cases.audit import personal_data_access
from cases.models import Attachment, CaseEvent
from cases.printouts import documents
from cases.views.staff_pages import StaffRequest, staff_page
from cases.views.tracking.documents import answered
from workflows import rights
from workflows.views.case.lookup import case_or_404


@staff_page
@require_safe
def case_pdf(request: StaffRequest, number: str) -> HttpResponse:
    """The case as a PDF; where the server cannot make one (503), as a page to print."""
    case = case_or_404(request.user, number)
    photos = Prefetch("attachments", Attachment.objects.only("pk", "event", "thumbnail", "kind", "scan"))
    events: list[CaseEvent] = list(
        case.events.select_related("by", "officer", "department", "delegation__user", "token")
        .prefetch_related(photos)
        .order_by("at", "pk")
    )
    person = rights.may_see_person(request.user, case)
    if person:
        personal_data_access.note(request.user, [case], personal_data_access.Context.PAPER)
    response = answered(request, documents.file_of(case, events, person=person))
    response["Cache-Control"] = "no-store, private"
    return response
