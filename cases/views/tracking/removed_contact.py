"""What a citizen is told who wants to be told of a case whose contact data were removed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext

from cases.actions.contact_preference import GONE
from cases.models import Case


def gone(request: HttpRequest, case: Case) -> HttpResponse:
    """Back to the case, with why it takes no new contact."""
    messages.error(request, gettext(GONE))
    return redirect("cases:case", number=case.number)
