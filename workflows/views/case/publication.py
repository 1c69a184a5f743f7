"""What everybody reads of a case on the public map: the words and the photos, of which parts are covered."""

import logging

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.actions import publication
from cases.errors import Refused
from cases.files import evidence
from cases.models import Case
from cases.views.idempotency import TWICE, SentBefore, done_once
from cases.views.staff_pages import StaffRequest, staff_page
from workflows import rights
from workflows.forms.publication import PublicationForm
from workflows.views.case.lookup import case_or_404

log = logging.getLogger(__name__)


def _again(request: StaffRequest, before: SentBefore, number: str) -> HttpResponse:
    """The case; the same form has changed already what everybody reads of it."""
    messages.info(request, TWICE)
    return redirect("staff:case", number=number)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
@done_once(_again)
def publish(request: StaffRequest, number: str) -> HttpResponse:
    """Clear words and photos for the public map, or take that back; 409 where the map does not show the case
    any more, 503 where a photo cannot be read."""
    case = case_or_404(request.user, number)
    if not rights.may_publish(request.user, case):
        raise PermissionDenied
    photos = list(evidence.pictures_of(case))
    if request.method == "POST" and "take_back" in request.POST:
        publication.take_back(case, by=request.user)
        messages.success(request, _("The public map shows no words and no photos of this case any more."))
        return redirect("staff:case", number=number)
    before = {"words": case.public_words}
    shown = case.public_photos.all()
    form = PublicationForm(request.POST or None, photos=photos, shown=shown, initial=before)
    if not form.is_valid():
        return _page(request, case, form)
    return _published(request, case, form)


def _published(request: StaffRequest, case: Case, form: PublicationForm) -> HttpResponse:
    words, covered = form.cleaned_data["words"], form.covered
    try:
        publication.publish(case, words=words, covered=covered, by=request.user)
    except Refused as refusal:
        return _page(request, case, form, problem=str(refusal), status=409)
    except OSError as away:
        log.error("A photo was not copied: %s", type(away).__name__)
        text = _("A photo cannot be read just now. Nothing was changed. Please try again in a few minutes.")
        return _page(request, case, form, problem=text, status=503)
    messages.success(request, _("Everybody can see this on the public map now."))
    return redirect("staff:case", number=case.number)


def _page(
    request: StaffRequest, case: Case, form: PublicationForm, *, problem: str = "", status: int = 200
) -> HttpResponse:
    shown = case.public_words or case.public_photos.exists()
    context = {"case": case, "form": form, "problem": problem, "shown": shown}
    return render(request, "staff/publication.html", context, status=status)
