"""The privacy notice (Personal Data Protection Act B.E. 2562, s. 23)."""

from collections import Counter

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases.access import thaid
from cases.models import RequestType
from cases.models.setup.request_types import CONTACT_YEARS


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Why we may use what is typed, what is kept, for how long, and whom to ask."""
    return render(request, "cases/privacy.html", {"thaid": thaid.issuer() is not None, "years": _years()})


def _years() -> tuple[int, int]:
    """For how many years after its end most kinds of request keep who has asked, and for how many at most."""
    kept = Counter(kind.contact_years for kind in RequestType.in_use()) or Counter([CONTACT_YEARS])
    return kept.most_common(1)[0][0], max(kept)
