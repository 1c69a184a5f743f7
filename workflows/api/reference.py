"""What cases point to: kinds of request with what their forms ask, departments, and the figures."""

import uuid
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Router

from cases.models import Department as DepartmentRow
from cases.models import RequestType, Unit
from cases.work_plans.versions import plan_of, to_begin
from workflows import rights
from workflows.api import filing, shapes, told
from workflows.api.caller import ANY, READ, partner, person
from workflows.api.form_fields import described
from workflows.api.problems import Problem
from workflows.figures.dimensions import DIMENSIONS
from workflows.figures.measures import Row
from workflows.figures.sources import figures_of
from workflows.forms.figures import FiguresForm

kinds = Router(auth=ANY, tags=["Reference"])
departments = Router(auth=ANY, tags=["Reference"])
figures = Router(auth=READ, tags=["Reference"])
FILTERS = {
    "period": "30 for the last 30 days, m2026-11 for a month, y2026 for the fiscal year that begins then.",
    "department": "The number of one department.",
    "by": f"How the cases are told apart: {', '.join(DIMENSIONS)}.",
}
PARAMETERS = [
    {"in": "query", "name": name, "required": False, "schema": {"type": "string"}, "description": text}
    for name, text in FILTERS.items()
]


@kinds.get("", response=list[shapes.Kind])
def list_kinds(request: HttpRequest) -> list[shapes.Kind]:
    """The kinds of request in use; of a partner those that it may file."""
    caller = partner(request)
    found = RequestType.in_use() if caller is None else filing.kinds_for(caller)
    return [shapes.Kind(**_kind(one)) for one in found]


@kinds.get("/{slug:code}", response=shapes.WholeKind)
def read_kind(request: HttpRequest, code: str) -> shapes.WholeKind:
    """A kind with the fields of its form, for `POST /cases`, and the stages of its work plan."""
    caller = partner(request)
    found = RequestType.in_use() if caller is None else filing.kinds_for(caller)
    kind = next((one for one in found if one.code == code), None)
    if kind is None:
        raise Http404
    fields = []
    if not kind.refers_only:
        form = filing.unfilled(request, kind, caller, uuid.uuid4())
        fields = [one for one in described(*form.sections) if not (caller and one.name == "channel")]
    return shapes.WholeKind(**_kind(kind), fields=fields, plan=[] if caller else _plan(kind))


@departments.get("", response=list[shapes.Department])
def list_departments(request: HttpRequest) -> list[shapes.Department]:
    """The departments in use with their units."""
    units: dict[int, list[shapes.Named]] = {}
    for unit in Unit.objects.filter(active=True):
        units.setdefault(unit.department_id, []).append(told.named(unit))
    return [
        shapes.Department(code=one.code, name=one.name, units=units.get(one.pk, []))
        for one in DepartmentRow.objects.filter(active=True)
    ]


@figures.get("", response=shapes.Figures, openapi_extra={"parameters": PARAMETERS})
def read_figures(request: HttpRequest) -> shapes.Figures:
    """The figures of the caller's page: of a period, of the one before, and told apart in one way."""
    user = person(request)
    if not rights.may_see_figures(user):
        raise PermissionDenied
    form = FiguresForm(request.GET, user=user, today=timezone.localdate())
    if missing := form.missing():
        words = _("There is nothing like this to choose, or not any more.")
        raise Problem(422, words, errors=[(str(one), words) for one in missing])
    source, period = figures_of(user, form.department_chosen), form.chosen
    total, before = source.totals(period)
    return shapes.Figures(
        since=period.since,
        until=period.until,
        total=_line("", "", total),
        before=_line("", "", before),
        by=form.by,
        lines=[_line(one.value, one.name, one.row) for one in source.lines(form.by, period)],
    )


def _kind(kind: RequestType) -> dict[str, Any]:
    return {
        "code": kind.code,
        "name": kind.name,
        "category": told.named(kind.category),
        "department": told.named(kind.department),
        "target_working_days": kind.target_working_days,
        "restricted": kind.restricted,
        "refers_only": kind.refers_only,
    }


def _plan(kind: RequestType) -> list[shapes.Stage]:
    version = to_begin(kind)
    if version is None:
        return []
    return [
        shapes.Stage(
            name=stage.name,
            steps=[
                shapes.PlanStep(
                    key=one.key, name=one.name, kind=one.kind, days=one.days, optional=one.optional
                )
                for one in stage.steps
            ],
        )
        for stage in plan_of(version.pk).stages
    ]


def _line(value: str, name: str, row: Row) -> shapes.Line:
    return shapes.Line(
        value=value,
        name=name,
        open=row.open,
        late=row.late,
        received=row.received,
        done=row.done,
        punctual=row.punctual,
        share=row.share,
        median_days=row.median,
        rated=row.rated,
        stars=row.stars,
        reopened=row.reopened,
    )
