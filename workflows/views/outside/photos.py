"""The photos that an outside party may see: those of the problem, and its own."""

import uuid

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from cases.access.outside_links import link_of
from cases.models import Attachment, CaseEvent, Subtask
from cases.views.tracking.photos import served, served_small

Kind = CaseEvent.Kind


def of_problem(subtask: Subtask) -> QuerySet[Attachment]:
    """The pictures with which the matter was reported. None of a kind of request that takes papers or asks
    who somebody is, since these may be photographed too, and no answer to a question."""
    case, request_type = subtask.case, subtask.case.request_type
    found: QuerySet[Attachment] = Attachment.objects.filter(
        case=case, event__kind=Kind.SUBMITTED, kind=Attachment.Kind.PHOTO, scan=Attachment.Scan.CLEAN
    )
    if request_type.needs_national_id or request_type.accepts_pdf or not request_type.needs_map:
        return found.none()
    return found.filter(answers__isnull=True).defer("thumbnail").order_by("created")


def of_party(subtask: Subtask) -> QuerySet[Attachment]:
    """What the party itself has sent for this step."""
    found: QuerySet[Attachment] = Attachment.objects.filter(
        event__subtask=subtask, event__actor=CaseEvent.Actor.OUTSIDE
    )
    return found.defer("thumbnail").order_by("created")


@require_safe
def photo(request: HttpRequest, pk: uuid.UUID, photo: uuid.UUID) -> HttpResponseBase:
    """One of them as a whole; Http404 for any other."""
    return served(_shown(request, pk, photo))


@require_safe
def thumbnail(request: HttpRequest, pk: uuid.UUID, photo: uuid.UUID) -> HttpResponse:
    """One of them, small."""
    return served_small(_shown(request, pk, photo))


def _shown(request: HttpRequest, pk: uuid.UUID, photo: uuid.UUID) -> Attachment:
    subtask = link_of(request, pk).subtask
    for photos in (of_problem(subtask), of_party(subtask)):
        if found := photos.filter(pk=photo).first():
            return found
    raise Http404
