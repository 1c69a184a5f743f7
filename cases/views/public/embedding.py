"""The page that the town's own website shows within one of its pages: search, kinds, and what leads on.

Nothing is typed there but words to look for. The form itself opens in the whole window: browsers keep no
cookie for a page within another site's, and a password is never shown under another address.
"""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from csp.decorators import csp_replace
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from cases.intake.finding.suggestion import instead
from cases.intake.popular_request_types import most_reported, most_used_first
from cases.intake.request_type_search import find
from cases.models import Municipality, RequestType
from cases.text.normalization import cleaned
from cases.views.request.place_of_link import named_place


@require_safe
@xframe_options_exempt
def embedded(request: HttpRequest) -> HttpResponse:
    """The page, or that of the one kind that `kind` names, with the place of the link. Http404 where the
    set-up names no website, and for a kind that takes no requests."""
    websites = Municipality.current().framed_by
    if not websites:
        raise Http404
    framed: Any = csp_replace({"frame-ancestors": websites})
    answer: HttpResponse = framed(_drawn)(request)
    return answer


def _drawn(request: HttpRequest) -> HttpResponse:
    request_types = RequestType.in_use()
    if code := request.GET.get("kind", ""):
        return render(request, "cases/embedded_kind.html", _one_kind(request, code, request_types))
    query = cleaned(request.GET.get("q", ""))[:100]
    found = find(query, request_types) if query else []
    context = {"query": query, "found": found, **instead(query, request_types, found)}
    if not query:
        context["tiles"] = most_reported(most_used_first(request_types))
    return render(request, "cases/embedded.html", context)


def _one_kind(request: HttpRequest, code: str, request_types: Iterable[RequestType]) -> dict[str, Any]:
    request_type = next((one for one in request_types if one.code == code), None)
    if request_type is None or request_type.refers_only:
        raise Http404
    place = urlencode(named_place(request.GET))
    form = reverse("cases:form", kwargs={"code": code})
    return {"request_type": request_type, "form": f"{form}?{place}" if place else form}
