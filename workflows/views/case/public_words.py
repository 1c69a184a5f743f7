"""The words of a citizen that strangers may read: cleared by who answers for the case, and taken back."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cases.actions import public_description
from cases.errors import Refused
from cases.views.idempotency import TWICE, SentBefore, done_once
from cases.views.staff_pages import StaffRequest, staff_page
from workflows import rights
from workflows.views.case.lookup import case_or_404
from workflows.views.case.page import case_page


def _again(request: StaffRequest, before: SentBefore, number: str) -> HttpResponse:
    """The case, whose words the same form has cleared, or has not any more."""
    messages.info(request, TWICE)
    return redirect("staff:case", number=number)


@staff_page
@require_POST
@done_once(_again)
def clear_words(request: StaffRequest, number: str) -> HttpResponse:
    """Clear the words that the page showed, or take that back; 409 where they have changed meanwhile."""
    case = case_or_404(request.user, number)
    if not rights.may_clear_words(request.user, case):
        raise PermissionDenied
    try:
        if "take_back" in request.POST:
            public_description.take_back(case, by=request.user)
            said = _("Nobody outside reads the words about the place any more.")
        else:
            public_description.clear(case, words=request.POST.get("words", ""), by=request.user)
            said = _("Everybody can read the words about the place now.")
    except Refused as refusal:
        return case_page(request, case, verb=None, problem=str(refusal), status=409)
    messages.success(request, said)
    return redirect("staff:case", number=number)
