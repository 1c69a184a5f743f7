"""The dashboard: figures with the lists behind them, as a page, as tables to take along, and on paper."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases.audit import security_log
from cases.db.planning import planned_anew
from cases.db.replica import from_replica
from cases.models import Case
from cases.text.numbers import whole_number
from cases.views.staff_pages import StaffRequest, staff_page
from cases.views.tracking.documents import answered
from workflows import rights
from workflows.figures import board, tables
from workflows.figures.board import Cases
from workflows.figures.dimensions import DIMENSIONS, By, name_of
from workflows.figures.measures import LABELS, Measure
from workflows.figures.report import report
from workflows.figures.sources import Counted, Source, figures_of
from workflows.forms.figures import FiguresForm
from workflows.inbox import queries
from workflows.views.exports import MOST, Listed, Offer, cases_file, complete, table, words_asked

PAGE = 50
# Of the drawing: its width, and that of a step where there are many.
WIDTH, NARROW = 360, 30
P = ParamSpec("P")
# Numbers of now whose list the inbox has; by the filters that it knows, under their names there.
IN_INBOX = {Measure.OPEN: "open", Measure.LATE: "late"}
INBOX_FILTERS = {
    By.DEPARTMENT: "department",
    By.REQUEST_TYPE: "request_type",
    By.PLACE: "place",
    By.OFFICER: "officer",
}


def figures_page(
    view: Callable[Concatenate[StaffRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """For those who answer for a department or look at all of them; the rest of the staff gets 403."""

    reading = from_replica(planned_anew()(view))

    @wraps(view)
    def guarded(request: StaffRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not rights.may_see_figures(request.user):
            raise PermissionDenied
        return reading(request, *args, **kwargs)

    return staff_page(require_safe(guarded))


@figures_page
def figures(request: StaffRequest) -> HttpResponse:
    """The figures of a period against the one before, told apart in one way."""
    form = _form(request)
    source, period = _source(request, form), form.chosen
    total, before = source.totals(period)
    steps = source.steps(period)
    context = {
        "form": form,
        "missing": form.missing(),
        "period": period,
        "as_of": source.as_of,
        "total": total,
        "before": before,
        "links": _links(form),
        "tabs": [(by, one.label, form.address(by=by)) for by, one in DIMENSIONS.items()],
        "dimension": DIMENSIONS[form.by],
        "lines": [(line, _links(form, line.value)) for line in source.lines(form.by, period)],
        "steps": steps,
        "gap": max(NARROW, WIDTH // max(len(steps), 1)),
        "width": max(WIDTH, NARROW * len(steps)) + 4,
        "most": max([1, *(max(step.received, step.done) for step in steps)]),
        "query": form.address(),
        "may_see_town": rights.may_see_town(request.user),
    }
    return render(request, "staff/figures/board.html", context)


@figures_page
def behind(request: StaffRequest) -> HttpResponse:
    """The cases behind one number, fifty at a time."""
    form = _form(request)
    found, measure = _behind(request, form)
    missing, after = form.missing(listed=True), request.GET.get("after", "")
    if after and not missing:
        found = found.filter(pk__lt=int(after))
    rows = list(found.select_related("request_type", "department", "officer")[: PAGE + 1])
    query = _query(request, form)
    context = {
        "title": str(LABELS[measure]) if missing else _title(request, form, measure),
        "missing": missing,
        "period": None if missing or measure in IN_INBOX else form.chosen,
        "rows": rows[:PAGE],
        "export": Offer.to(request.user, "figures_cases_table", query),
        "back": form.address(),
        "next": f"{query}&{urlencode({'after': rows[PAGE - 1].pk})}" if len(rows) > PAGE else "",
    }
    return render(request, "staff/figures/cases.html", context)


@figures_page
def figures_table(request: StaffRequest, extension: str) -> HttpResponse:
    """The figures as CSV or XLSX."""
    form = _form(request)
    complete(form.missing())
    rows = tables.figures(_source(request, form), form.chosen)
    answer: HttpResponse = table(request, rows, extension, name="figures")
    return answer


@figures_page
def cases_table(request: StaffRequest, extension: str) -> HttpResponse:
    """The cases behind one number as CSV or XLSX; with `words` also their places, times and words."""
    form = _form(request, "words")
    found, _measure = _behind(request, form)
    # The table is of all pages: it has no place to go on from.
    complete([*form.missing(listed=True), *filter(None, [request.GET.get("after")])])
    answer: HttpResponse
    if words_asked(request):
        keys = list(found.values_list("pk", flat=True)[: MOST + 1])
        listed = Listed(found, keys, MOST)
        answer = cases_file(request, listed, extension, name="cases", query=_query(request, form))
    else:
        answer = table(request, tables.cases(tables.batches(found)), extension, name="cases")
    return answer


@figures_page
def paper(request: StaffRequest) -> HttpResponse:
    """The figures as a PDF; where the server cannot make one, as a page to print."""
    form = _form(request)
    complete(form.missing())
    security_log.record(security_log.Kind.LIST_EXPORTED, by=request.user, subject="report.pdf")
    made = report(_source(request, form), form.chosen, department=form.department_chosen)
    return answered(request, made)


def _form(request: StaffRequest, *others: str) -> FiguresForm:
    """The form of the address, which may hold `others` besides."""
    query = request.GET.copy()
    for name in others:
        query.pop(name, None)
    return FiguresForm(query, user=request.user, today=timezone.localdate())


def _source(request: StaffRequest, form: FiguresForm) -> Source:
    if form.missing():
        return Counted(Case.objects.none())
    return figures_of(request.user, form.department_chosen)


def _behind(request: StaffRequest, form: FiguresForm) -> tuple[Cases, Measure]:
    try:
        measure = Measure(request.GET.get("measure", ""))
    except ValueError as error:
        raise Http404 from error
    if form.missing(listed=True):
        return Case.objects.none(), measure
    by, value = (form.by if request.GET.get("value") else None), request.GET.get("value", "")[:20]
    department = form.department_chosen
    found = board.behind(request.user, measure, form.chosen, department=department, by=by, value=value)
    return found, measure


def _links(form: FiguresForm, value: str = "") -> dict[str, str]:
    """The address of the list behind each number; of a cause, also that of the inbox with its cases."""
    found: dict[str, str] = {measure: _link(form, measure, value) for measure in Measure}
    if form.by == By.CAUSE and value:
        # Which cases were found to have it, of whatever time.
        department = {"department": form.department_chosen.pk} if form.department_chosen else {}
        query = {"view": "all", "cause": value, **department}
        found["cause"] = f"{reverse('staff:inbox')}?{urlencode(query)}"
    return found


def _link(form: FiguresForm, measure: Measure, value: str) -> str:
    by, department = form.by, form.department_chosen
    if measure in IN_INBOX and (not value or by in INBOX_FILTERS):
        query = {"view": IN_INBOX[measure]}
        if department:
            query["department"] = str(department.pk)
        if value:
            query[INBOX_FILTERS[by]] = queries.NOBODY if value == "none" else value
        return f"{reverse('staff:inbox')}?{urlencode(query)}"
    named = {"measure": measure, "value": value} if value else {"measure": measure}
    return f"{reverse('staff:figures_cases')}?{form.address(**named)}"


def _query(request: StaffRequest, form: FiguresForm) -> str:
    named = {name: request.GET[name] for name in ("measure", "value") if request.GET.get(name)}
    return form.address(**named)


def _title(request: StaffRequest, form: FiguresForm, measure: Measure) -> str:
    parts = [str(LABELS[measure])]
    if form.department_chosen:
        parts.append(form.department_chosen.name)
    if value := request.GET.get("value", "")[:20]:
        numeric = form.by == By.ADDRESS or value == "none" or whole_number(value) is not None
        parts.append(name_of(form.by, value) if numeric else _("Unknown"))
    return " · ".join(parts)
