"""The first page: choose the kind of request, or track one that was filed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from cases.forms.tracking import LogInForm
from cases.kind_search import find
from cases.kind_use import most_used_first
from cases.models import RequestType
from cases.text import cleaned

# The script of the search box asks for the results alone.
FRAGMENT = "X-Fragment"


@require_safe
@vary_on_headers(FRAGMENT)
def home(request: HttpRequest) -> HttpResponse:
    """All kinds that are in use, by category; with `q` those that its words may mean, the best first."""
    query = cleaned(request.GET.get("q", ""))[:100]
    kinds = list(RequestType.objects.filter(active=True).select_related("category"))
    found = find(query, kinds) if query else []
    context = {"query": query, "found": found, "groups": [] if found else most_used_first(kinds)}
    if request.headers.get(FRAGMENT) == "results":
        return render(request, "cases/home_results.html", context)
    return render(request, "cases/home.html", {**context, "log_in": LogInForm()})
