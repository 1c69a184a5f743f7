"""The public page of what the city does."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from cases.db.replica import from_replica
from cases.intake import public_cases
from cases.models import RequestType
from cases.statistics.disclosure_control import FEW
from cases.statistics.public_sums import city_figures
from cases.text.normalization import cleaned


@require_safe
@from_replica
def figures(request: HttpRequest) -> HttpResponse:
    """The figures of the last twelve months; with `?kind=` the months of one request type. A restricted
    request type has none (404)."""
    code = cleaned(request.GET.get("kind", ""))
    request_type = get_object_or_404(RequestType, code=code, restricted=False) if code else None
    return render(
        request,
        "cases/statistics.html",
        {
            "request_type": request_type,
            "figures": city_figures(request_type),
            "few": FEW,
            "has_feed": bool(public_cases.kinds()),
        },
    )
