"""The process map: a drawing with the lists behind its numbers, and what is taken along of it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.audit import security_log
from cases.models import Case, Department, PlanVersion, Question, RequestType, Status
from cases.statistics.public import DAY, midnight
from cases.text.numbers import whole_number
from cases.views.staff_pages import StaffRequest
from cases.work_plans.document import Plan
from workflows.figures import board, measures, summed
from workflows.figures.board import Cases
from workflows.figures.measures import Measure
from workflows.forms.process_map import MapForm
from workflows.process_map import bpmn, counting, reading
from workflows.process_map.behind import Movers
from workflows.process_map.chart import Chart
from workflows.process_map.event_log import EventLog
from workflows.process_map.places import Places
from workflows.process_map.reading import Spent, Told
from workflows.views.exports import complete, table
from workflows.views.figures import figures_page

ROADS, STRANGE, PAGE = 5, 50, 50
# Stands in an address for whichever place a case came from.
ANYWHERE = "*"
BPMN = "application/xml; charset=utf-8"


@figures_page
def process_map(request: StaffRequest) -> HttpResponse:
    """The map of a period, and of now."""
    asked = Asked(request)
    context: dict[str, Any] = {"form": asked.form, "missing": asked.form.missing()}
    if not context["missing"]:
        context |= _shown(asked)
    return render(request, "staff/figures/map.html", context)


@figures_page
def map_cases(request: StaffRequest) -> HttpResponse:
    """The cases that stand at a place, or that went a way; fifty at a time."""
    asked = Asked(request)
    missing = asked.form.missing(listed=True)
    context: dict[str, Any] = {"form": asked.form, "missing": missing, "title": _("Process map")}
    if not missing:
        context |= _at_place(asked) if "place" in request.GET else _on_way(asked)
    context["back"] = asked.form.address()
    return render(request, "staff/figures/map_cases.html", context)


@figures_page
def map_table(request: StaffRequest) -> HttpResponse:
    """The event log of the period as CSV."""
    heads = (_("Case"), _("Place in the process"), _("Time"), _("Department"))
    answer: HttpResponse = table(request, _log(request).rows(*heads), "csv", name="event-log")
    return answer


@figures_page
def map_xes(request: StaffRequest) -> HttpResponse:
    """The event log of the period as XES."""
    log = _log(request)
    security_log.record(security_log.Kind.LIST_EXPORTED, by=request.user, subject="event-log.xes")
    answer: Any = StreamingHttpResponse(log.xes(), content_type="application/xml; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="event-log.xes"'
    return answer  # type: ignore[no-any-return]


@figures_page
def plan_bpmn(request: StaffRequest, pk: int) -> HttpResponse:
    """A published version of a plan as BPMN."""
    published = PlanVersion.objects.filter(published_at__isnull=False).select_related("plan")
    version = get_object_or_404(published, pk=pk)
    current = Question.objects.filter(
        question_set__request_type__work_plan=version.plan_id, question_set__replaced_at__isnull=True
    )
    plan, asked = Plan.from_json(version.content), {one.key: one for one in current}
    file = bpmn.document(plan, name=str(version), asked=asked)
    answer = HttpResponse(file, content_type=BPMN)
    answer["Content-Disposition"] = f'attachment; filename="plan-{pk}.bpmn"'
    return answer


@dataclass
class Asked:
    """What somebody asks of the map, and what that person may see of it. Restricted kinds are left out."""

    request: StaffRequest

    @cached_property
    def form(self) -> MapForm:
        """The address."""
        return MapForm(self.request.GET, user=self.request.user, today=timezone.localdate())

    @property
    def request_type(self) -> RequestType | None:
        """The one that is looked at; None for all together, whose stages are one place."""
        return self.form.request_type_chosen

    @cached_property
    def places(self) -> Places:
        """The places of the map, where the address is enough to know them."""
        named = [*self.request.GET.get("way", "").split(">"), self.request.GET.get("place", "")]
        return Places.read(self.request_type, [place for place in named if _is_place(place)])

    @property
    def departments(self) -> list[int] | None:
        """Whose moves are counted; None for all."""
        if chosen := self.form.department_chosen:
            return [chosen.pk]
        user = self.request.user
        return None if user.has_perm("cases.view_every_case") else list(user.roles)

    @property
    def span(self) -> tuple[Any, Any]:
        """The begin of the period, and its end, excluded."""
        period = self.form.chosen
        return midnight(period.since), midnight(period.until + DAY)

    def cases(self, department: Department | None = None) -> Cases:
        """The cases that this person may read, of all departments or one."""
        found = board.readable(self.request.user, department).filter(request_type__restricted=False)
        return found.filter(request_type=self.request_type) if self.request_type else found

    def link(self, **named: str) -> str:
        """The address of a list behind the map."""
        return f"{reverse('staff:map_cases')}?{self.form.address(**named)}"


@dataclass(frozen=True)
class Road:
    """One of the most frequent roads from end to end, with its share of all."""

    names: list[str]
    spent: Spent
    share: int


@dataclass(frozen=True)
class Strange:
    """A way that there is not, with the cases that went it, as far as the reader may read them."""

    source: str
    target: str
    count: int
    cases: list[str]


def _shown(asked: Asked) -> dict[str, Any]:
    """The numbers of the map (five SQL statements)."""
    by = counting.of_type(asked.request_type.pk) if asked.request_type else counting.EVERY_TYPE
    as_of, period = summed.as_of(), asked.form.chosen
    told = reading.told(by, asked.departments, summed.covering(period)) if as_of else Told()
    staged = asked.request_type is not None
    cases = asked.cases(asked.form.department_chosen)
    rows = reading.counted_now(cases, timezone.localdate(), staged=staged)
    stages = [f"{version}.{stage}" for version, stage, *_rest in rows if version]
    places = Places.read(asked.request_type, told.places | {*stages})
    shown = told.shown(places)
    chart = Chart.of(shown, reading.standing(rows, places), places)
    return {
        "as_of": as_of,
        "period": period,
        "drawing": chart.drawn(),
        "nodes": chart.nodes,
        "edges": chart.edges,
        "roads": _roads(shown, places),
        "strange": _strange(asked, told, places),
        "waiting_share": shown.waiting_share,
        "outside_share": shown.outside_share,
        "lists": asked.link(),
        "query": asked.form.address(),
        "versions": [(pk, name) for pk, name in places.plan_names.items() if staged],
        "staged": staged,
    }


def _roads(told: Told, places: Places) -> list[Road]:
    every = sum(times.total() for times in told.roads.values())
    named = {road: times for road, times in told.roads.items() if road != ("",)}
    most = sorted(named.items(), key=lambda pair: (-pair[1].total(), pair[0]))[:ROADS]
    return [_road(road, Spent.of(times), every, places) for road, times in most]


def _road(road: tuple[str, ...], spent: Spent, every: int, places: Places) -> Road:
    return Road([places.name(place) for place in road], spent, round(100 * spent.count / every))


def _strange(asked: Asked, told: Told, places: Places) -> list[Strange]:
    """The ways that there are not, the most frequent first; the reader sees the numbers of the own cases."""
    ways = sorted(told.strange.items(), key=lambda pair: (-len(pair[1]), pair[0]))[:STRANGE]
    if not ways:
        return []
    keys = {key for _way, cases in ways for key in sorted(cases)[:STRANGE]}
    numbers = dict(asked.cases().filter(pk__in=keys).values_list("pk", "number"))
    return [
        Strange(
            places.name(source) if source else _("Nowhere"),
            places.name(target),
            len(cases),
            [numbers[key] for key in sorted(cases) if key in numbers],
        )
        for (source, target), cases in ways
    ]


def _at_place(asked: Asked) -> dict[str, Any]:
    """The cases that stand at a place now, or the late ones among them."""
    place = asked.request.GET["place"]
    if not _is_place(place):
        raise Http404
    found = asked.cases(asked.form.department_chosen).filter(reading.at_place(place, asked.places))
    late = asked.request.GET.get("late") == "1"
    if late:
        found = found.filter(measures.condition(Measure.LATE, asked.form.chosen))
    after = whole_number(asked.request.GET.get("after", ""))
    if after is not None:
        found = found.filter(pk__lt=after)
    keys = list(found.order_by("-pk").values_list("pk", flat=True)[: PAGE + 1])
    name = asked.places.name(place)
    title = _("%(place)s: late now") % {"place": name} if late else _("%(place)s: now") % {"place": name}
    named = {"place": place} | ({"late": "1"} if late else {})
    return _listed(asked, title, keys[:PAGE], keys[PAGE - 1] if len(keys) > PAGE else None, named)


def _on_way(asked: Asked) -> dict[str, Any]:
    """The cases that went a way in the period; those that came to a place from anywhere (`*>place`)."""
    source, between, target = asked.request.GET.get("way", "").partition(">")
    if not between or not _is_place(target) or not (_is_place(source) or source == ANYWHERE):
        raise Http404
    places, (start, end) = asked.places, asked.span
    sources = None if source == ANYWHERE else places.parts(source)
    after = whole_number(asked.request.GET.get("after", ""))
    staged = asked.request_type is not None
    movers = Movers(asked.cases(), sources, places.parts(target), start, end, asked.departments, staged)
    keys, last = movers.page(PAGE, after)
    begin = _("anywhere") if sources is None else places.name(source)
    title = _("From %(source)s to %(target)s") % {"source": begin, "target": places.name(target)}
    return _listed(asked, title, keys, last, {"way": f"{source}>{target}"}) | {"period": asked.form.chosen}


def _listed(
    asked: Asked, title: str, keys: list[int], last: int | None, named: dict[str, str]
) -> dict[str, Any]:
    rows = Case.objects.filter(pk__in=keys).select_related("request_type", "department", "officer")
    following = urlencode({"after": last})
    query = asked.form.address(**named)
    return {"title": title, "rows": rows.order_by("-pk"), "next": f"{query}&{following}" if last else ""}


def _is_place(text: str) -> bool:
    """Whether this can be a place: a status, or a version with the number of a stage."""
    parts = text.split(".")
    return text in Status.values or (
        len(parts) == 2 and all(whole_number(part) is not None for part in parts)
    )


def _log(request: StaffRequest) -> EventLog:
    """The event log that is asked for; 404 where the address asks for what is not on offer."""
    asked = Asked(request)
    complete(asked.form.missing())
    staged = asked.request_type is not None
    every = [f"{pk}.1" for pk in PlanVersion.objects.values_list("pk", flat=True)] if staged else []
    departments = {one.pk: one.name for one in Department.objects.all()}
    names = Places.read(asked.request_type, every)
    return EventLog(
        asked.cases(asked.form.department_chosen), *asked.span, staged, names.named(), departments
    )
