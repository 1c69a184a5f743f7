"""Who gets a photo: the citizen of the case (of what is on the citizen's page), its staff, or the
browser that has not sent them yet."""

import logging
import uuid

from django.db.models import Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases.access import citizen_session
from cases.drafts import uploads
from cases.files import evidence
from cases.files.pdf_uploads import as_download
from cases.models import Attachment, Case, CaseEvent, User

PLAIN = "text/plain; charset=utf-8"
log = logging.getLogger(__name__)

# Only our own JPEG, made from the pixels of the picture that came, is shown inside the browser.
HEADERS = {
    # Nobody who sits down at the same computer after the log-out finds it in the browser.
    "Cache-Control": "private, no-store",
    "Content-Disposition": 'inline; filename="photo.jpg"',
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
}


@require_safe
def photo(request: HttpRequest, pk: uuid.UUID) -> HttpResponseBase:
    """The photo, or a paper to save; 404 for a stranger; 503 while the storage is away."""
    return served(readable(request, pk))


@require_safe
def thumbnail(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The small photo; 404 for a stranger, and for what is no photo."""
    return served_small(readable(request, pk))


def served(found: Attachment) -> HttpResponseBase:
    """The file, for somebody who may have it."""
    if found.withheld:
        return _withheld(found)
    try:
        if found.is_pdf:
            return as_download(found)
        return FileResponse(found.file.open(), content_type=found.content_type, headers=HEADERS)
    except FileNotFoundError as gone:
        raise Http404 from gone
    except OSError as away:
        log.error("A file was not read: %s", type(away).__name__)
        text = _("The file cannot be read just now. Please try again in a few minutes.")
        return HttpResponse(text, content_type=PLAIN, status=503, headers={"Retry-After": "60"})


def served_small(found: Attachment) -> HttpResponse:
    """The small photo, for somebody who may have it; Http404 for what is no photo."""
    if found.withheld:
        return _withheld(found)
    small = bytes(found.thumbnail)
    if not small:
        raise Http404
    return HttpResponse(small, content_type="image/jpeg", headers=HEADERS)


def _withheld(found: Attachment) -> HttpResponse:
    """503 as long as the virus scanner is asked, 410 for what it has refused."""
    waits = found.scan == Attachment.Scan.WAITING
    later = {"Retry-After": "60"} if waits else {}
    return HttpResponse(found.withheld, content_type=PLAIN, status=503 if waits else 410, headers=later)


def readable(request: HttpRequest, pk: uuid.UUID) -> Attachment:
    """The photo, for those who may read its case or are still writing its form; else Http404."""
    found = Attachment.objects.select_related("case", "event").filter(pk=pk).first()
    if found is None or not _may_read(request, found):
        raise Http404
    return found


def _may_read(request: HttpRequest, found: Attachment) -> bool:
    if found.case is None:
        return uploads.owns(request, found.draft)
    if citizen_session.may_see(request, found.case) and found.event and found.event.kind in CaseEvent.SHOWN:
        return True
    user = request.user
    if isinstance(user, User) and _seen_by(user, found):
        return True
    return any(citizen_session.may_see(request, link.case) for link in evidence.shared_by(found))


def _seen_by(user: User, found: Attachment) -> bool:
    """Whether this member of staff may read its case, or, of what a citizen sent, that one's main case."""
    same = Q(pk=found.case_id)
    if found.event and found.event.kind in evidence.SEEN:
        same |= Q(duplicates__case=found.case_id)
    return bool(Case.objects.visible_to(user).filter(same).exists())
