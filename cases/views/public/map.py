"""The public map: what is reported in the town and what was solved of late, as a list and as points."""

import uuid
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.functional import cached_property
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from cases.db.replica import from_replica
from cases.files.public_copy import as_picture
from cases.forms.public_map import AreaFilter, MapFilter, ViewForm
from cases.intake import public_cases
from cases.intake.similar_cases import area, public_status
from cases.lib.geography import Point
from cases.models import Case, CaseQuerySet, PublicPhoto
from cases.text.normalization import cleaned

PAGE = 20


@dataclass(frozen=True)
class PublicCase:
    """What everybody may know of a case."""

    case: Case

    @cached_property
    def place(self) -> str:
        """The cleared words about the place, while the case is open; else roughly where it is."""
        return public_cases.address_of(self.case) or area(self.case)

    @property
    def at(self) -> Point:
        """The point of the map that stands for it."""
        return public_cases.place_of(self.case)

    @property
    def words(self) -> str:
        """What the staff has cleared of the report."""
        return self.case.public_words

    @property
    def photos(self) -> QuerySet[PublicPhoto]:
        """The photos that the staff has cleared."""
        return self.case.public_photos.all()

    @property
    def status_words(self) -> str:
        """Where it stands."""
        return public_status(self.case.status)


def listed(request: HttpRequest, chosen: AreaFilter) -> tuple[list[PublicCase], str]:
    """The next cases of the list, the newest first, and the number of the last of them where more follow."""
    cases = chosen.cases().select_related("request_type__category").prefetch_related("public_photos")
    if before := request.GET.get("before"):
        cases = _after(cases, cleaned(before)[:20])
    newest = cases.order_by("-received_at", "-pk")
    found = public_cases.near(newest, *chosen.near) if chosen.near else newest
    rows = [PublicCase(case) for case in found[: PAGE + 1]]
    return rows[:PAGE], rows[PAGE - 1].case.number if len(rows) > PAGE else ""


def _after(cases: CaseQuerySet, number: str) -> CaseQuerySet:
    """Those that come behind the public case of this number; all, where there is none."""
    last = public_cases.shown().filter(number=number).values_list("received_at", "pk").first()
    if last is None:
        return cases
    at, key = last
    return cases.filter(Q(received_at__lt=at) | Q(received_at=at, pk__lt=key))


@require_safe
@from_replica
def cases_map(request: HttpRequest) -> HttpResponse:
    """The list, with a button that opens the map; 404 until the town shows a request type there."""
    _refuse_without_kinds()
    chosen = AreaFilter(request.GET)
    rows, last = listed(request, chosen)
    context = {
        "form": chosen,
        "rows": rows,
        "query": urlencode(chosen.chosen),
        "more": urlencode(chosen.chosen | {"before": last}) if last else "",
        "recent": public_cases.RECENT.days,
    }
    return render(request, "cases/map.html", context)


@require_safe
@cache_control(public=True, max_age=60)
@from_replica
def map_points(request: HttpRequest) -> HttpResponse:
    """The points of a map as JSON; 400 where the address says no map."""
    _refuse_without_kinds()
    view, chosen = ViewForm(request.GET), MapFilter(request.GET)
    if not view.is_valid():
        return JsonResponse({"points": []}, status=400)
    found = public_cases.points(chosen.cases(), view.box, view.cleaned_data["zoom"])
    return JsonResponse({"points": [vars(one) for one in found]})


@require_safe
@from_replica
def map_case(request: HttpRequest, number: str) -> HttpResponse:
    """One of them; 404 for any other case."""
    case = public_cases.shown().filter(number=number).select_related("request_type__category").first()
    if case is None:
        raise Http404
    return render(request, "cases/map_case.html", {"row": PublicCase(case), "followable": case.is_open})


@require_safe
def map_photo(request: HttpRequest, pk: uuid.UUID) -> HttpResponseBase:
    """A cleared photo of one of them, for the time being; 404 for any other."""
    shown = public_cases.shown().values("pk")
    photo = get_object_or_404(PublicPhoto, pk=pk, case__in=shown)
    return as_picture(photo)


def _refuse_without_kinds() -> None:
    if not public_cases.kinds():
        raise Http404
