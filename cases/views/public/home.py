"""The first page: choose the request type, or track one that was filed."""

from functools import lru_cache
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from cases.forms.tracking import LogInForm
from cases.intake.finding.suggestion import instead
from cases.intake.popular_request_types import Groups, most_used_first
from cases.intake.request_type_search import find
from cases.models import RequestType
from cases.text.normalization import cleaned

# The script of the search box asks for the results alone.
FRAGMENT = "X-Fragment"


class Shown(NamedTuple):
    """What the list says of a request type."""

    code: str
    name: str
    target_working_days: int


@require_safe
@vary_on_headers(FRAGMENT)
def home(request: HttpRequest) -> HttpResponse:
    """All request types that are in use, by category; with `q` those that its words may mean, the best
    first."""
    query = cleaned(request.GET.get("q", ""))[:100]
    request_types = RequestType.in_use()
    found = find(query, request_types) if query else []
    context = {
        "query": query,
        "found": found,
        **instead(query, request_types, found),
        "request_types": "" if found else _drawn(most_used_first(request_types)),
    }
    if request.headers.get(FRAGMENT) == "results":
        return render(request, "cases/home_results.html", context)
    return render(request, "cases/home.html", {**context, "log_in": LogInForm()})


def _drawn(groups: Groups) -> str:
    """The list of all request types. It is most of the page and the same for everybody, so what it says is
    drawn once in each language."""
    shown = [
        (
            category.name,
            tuple(
                Shown(request_type.code, request_type.name, request_type.target_working_days)
                for request_type in members
            ),
        )
        for category, members in groups
    ]
    return _drawn_once(get_language(), tuple(shown))


@lru_cache(maxsize=8)
def _drawn_once(language: str, groups: tuple[tuple[str, tuple[Shown, ...]], ...]) -> str:
    return render_to_string("cases/home_request_types.html", {"groups": groups})
