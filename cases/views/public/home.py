"""The first page: choose the request type, or track one that was filed."""

from functools import lru_cache
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from cases.forms.tracking import ShortLogInForm
from cases.intake.finding.suggestion import instead
from cases.intake.popular_request_types import Groups, most_reported, most_used_first
from cases.intake.request_type_search import find
from cases.models import RequestType
from cases.text.normalization import cleaned

# The script of the search box asks for the results alone.
FRAGMENT = "X-Fragment"


class Shown(NamedTuple):
    """What the list and the tiles say of a request type."""

    code: str
    name: str
    target_working_days: int
    pictogram: str


class ShownGroup(NamedTuple):
    """A category of the list; that of other matters stands open."""

    name: str
    pictogram: str
    is_open: bool
    members: tuple[Shown, ...]


@require_safe
@vary_on_headers(FRAGMENT)
def home(request: HttpRequest) -> HttpResponse:
    """The search, the request types that are asked for most, the tracking, and all that are in use, by
    category; with `q` those that its words may mean, the best first."""
    query = cleaned(request.GET.get("q", ""))[:100]
    request_types = RequestType.in_use()
    found = find(query, request_types) if query else []
    context = {"query": query, "found": found, **instead(query, request_types, found)}
    if request.headers.get(FRAGMENT) == "results":
        return render(request, "cases/home_results.html", context)
    groups = most_used_first(request_types)
    tiles = tuple(_shown(request_type) for request_type in most_reported(groups))
    context |= {
        "log_in": ShortLogInForm(),
        "has_map": any(one.on_public_map for one in request_types),
        "tiles": drawn_once(get_language(), "cases/home_tiles.html", tiles),
        "groups": drawn_once(get_language(), "cases/home_request_types.html", _shown_groups(groups)),
    }
    return render(request, "cases/home.html", context)


def _shown(request_type: RequestType) -> Shown:
    category = request_type.category
    return Shown(request_type.code, request_type.name, request_type.target_working_days, category.pictogram)


def _shown_groups(groups: Groups) -> tuple[ShownGroup, ...]:
    return tuple(
        ShownGroup(
            category.name,
            category.pictogram,
            any(request_type.code == RequestType.OTHER for request_type in members),
            tuple(map(_shown, members)),
        )
        for category, members in groups
    )


@lru_cache(maxsize=16)
def drawn_once(language: str, template: str, shown: tuple[Shown | ShownGroup, ...]) -> str:
    """What is most of the page and the same for everybody, drawn once in each language."""
    return render_to_string(template, {"shown": shown})
