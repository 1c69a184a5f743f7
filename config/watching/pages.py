"""The administrators' page "Is everything well?": each check, how it stands, since when, and what to do."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cases.views.staff_pages import StaffRequest
from config.watching import state
from workflows.setup.decorators import setup_page


@never_cache
@setup_page
@require_safe
def watching(request: StaffRequest) -> HttpResponse:
    """Every check as it stands now, what is wrong first."""
    found = sorted(state.standings(), key=lambda one: not one.wrong)
    rows = [(one, reverse(one.check.page) if one.check.page else "") for one in found]
    context = {"rows": rows, "wrong": sum(one.wrong for one in found)}
    return render(request, "staff/setup/watching.html", context)
