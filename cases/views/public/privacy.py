"""The privacy notice (Personal Data Protection Act B.E. 2562, s. 23)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases.access import thaid


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Why we may use what is typed, what is kept, for how long, and whom to ask."""
    return render(request, "cases/privacy.html", {"thaid": thaid.issuer() is not None})
