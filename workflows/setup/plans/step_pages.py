"""The pages of one stage and of one step of a draft."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.errors import Stale
from cases.models import PlanVersion, WorkPlan
from cases.views.staff_pages import StaffRequest
from cases.work_plans import asked, editing, versions
from cases.work_plans.document import Plan, PlanStep, Stage
from workflows.setup.decorators import setup_page
from workflows.setup.plans.finding_rows import Findings
from workflows.setup.plans.forms import StageForm, StepForm, fillable, known_to
from workflows.setup.plans.pages import draft_of
from workflows.setup.seen import SEEN

Edit = Callable[[Plan], Plan]


@dataclass
class Draft:
    """The draft that a page changes; without a version where it was published or discarded meanwhile."""

    work_plan: WorkPlan
    version: PlanVersion | None
    plan: Plan

    @classmethod
    def of(cls, code: str) -> "Draft":
        """The draft of a plan. Raises Http404 for a plan that is not there."""
        work_plan = get_object_or_404(WorkPlan, code=code)
        version = draft_of(work_plan)
        return cls(work_plan, version, Plan.from_json(version.content) if version else Plan())

    def stage(self, key: str) -> Stage | None:
        """The stage with this key, wherever it stands; None where there is none now."""
        return next((one for one in self.plan.stages if one.key == key), None)

    def change(self, request: StaffRequest, edit: Edit) -> None:
        """Change it. Raises Stale unless it has the content that the page has shown, and ValidationError."""
        if self.version is None:
            raise Stale
        self.version = versions.change(self.version, request.POST.get(SEEN, ""), edit)

    def page(
        self, request: StaffRequest, template: str, context: dict[str, Any], status: int
    ) -> HttpResponse:
        """A page about the draft as it is now."""
        seen = versions.seal(self.version) if self.version else ""
        return render(request, template, {"plan": self.work_plan, SEEN: seen, **context}, status=status)

    def back(self, place: str = "") -> HttpResponse:
        """To the page of the plan."""
        return redirect(f"{reverse('staff:setup_plan', args=[self.work_plan.code])}{place}")


@setup_page
def new_stage(request: StaffRequest, code: str) -> HttpResponse:
    """A new stage, which comes last."""
    return _stage(request, Draft.of(code), Stage(""))


@setup_page
def stage(request: StaffRequest, code: str, key: str) -> HttpResponse:
    """The names of a stage."""
    draft = Draft.of(code)
    found = draft.stage(key)
    if found is None and request.method != "POST":
        raise Http404
    return _stage(request, draft, found or Stage("", key=key))


@setup_page
def new_step(request: StaffRequest, code: str, key: str) -> HttpResponse:
    """A new step, which comes last in its stage."""
    draft = Draft.of(code)
    if draft.stage(key) is None and request.method != "POST":
        raise Http404
    return _step(request, draft, PlanStep("", ""), key)


@setup_page
def step(request: StaffRequest, code: str, key: str) -> HttpResponse:
    """One step: everything that it says, and its findings."""
    draft = Draft.of(code)
    found = draft.plan.by_key.get(key)
    if found is None and request.method != "POST":
        raise Http404
    number = draft.plan.stage_of.get(key)
    return _step(
        request, draft, found or PlanStep(key, ""), draft.plan.stages[number - 1].key if number else ""
    )


def _stage(request: StaffRequest, draft: Draft, stage: Stage) -> HttpResponse:
    form = StageForm(request.POST if request.method == "POST" else None, stage=stage)
    notice, status = "", 200
    if form.is_bound and form.is_valid():
        try:
            draft.change(request, lambda plan: editing.with_stage(plan, form.written()))
            return draft.back("#drawing")
        except ValidationError as error:
            form.add_error(None, error)
        except Stale:
            notice, status = _meanwhile(is_there=not stage.key or bool(stage.name_th)), 409
    context = {"form": form, "stage": stage, "notice": notice}
    return draft.page(request, "staff/setup/plans/draft_stage.html", context, status)


def _step(request: StaffRequest, draft: Draft, step: PlanStep, stage: str) -> HttpResponse:
    typed = request.POST if request.method == "POST" else None
    form, rows = _forms(draft, step, stage, typed)
    notice, status = "", 200
    if form.is_bound and all([form.is_valid(), rows.is_valid()]):
        try:
            written = form.written(draft.plan, rows.written())
            draft.change(request, lambda plan: editing.with_step(plan, written, stage))
            return _after(request, draft, written)
        except ValidationError as error:
            form.add_error(None, error)
        except Stale:
            notice, status = _meanwhile(is_there=draft.stage(stage) is not None), 409
    words = fillable(draft.plan, draft.plan.number_of.get(stage, 0), step)
    context = {"form": form, "rows": rows, "step": step, "fillable": words}
    context |= {"stage": draft.stage(stage), "notice": notice}
    return draft.page(request, "staff/setup/plans/draft_step.html", context, status)


def _forms(draft: Draft, step: PlanStep, stage: str, typed: Any) -> tuple[StepForm, Any]:
    others = {one.key for other in draft.plan.steps if other.key != step.key for one in other.questions}
    form_asks = asked.by_all(asked.request_types(draft.work_plan))
    form = StepForm(
        typed, step=step, known=known_to(draft.plan, draft.plan.number_of.get(stage, 0), form_asks)
    )
    return form, Findings(typed, findings=step.questions, elsewhere=others)  # type: ignore[call-arg]


def _after(request: StaffRequest, draft: Draft, step: PlanStep) -> HttpResponse:
    """One more line for a finding, or the page of the plan."""
    if "more" in request.POST:
        page = reverse("staff:setup_plan_step", args=[draft.work_plan.code, step.key])
        return redirect(f"{page}#findings")
    return draft.back(f"#step-{step.key}")


def _meanwhile(*, is_there: bool) -> str:
    """What a person hears whose page had shown another draft: what was typed is kept on the page."""
    if is_there:
        return _(
            "Somebody else has changed this draft in the meantime. Nothing is saved yet: what you have typed "
            "stands below. Save it again to put it into the draft as it is now."
        )
    return _(
        "Somebody else has changed this draft in the meantime, and this part of it is not there any more. "
        "Nothing is saved: what you have typed stands below, so that you can copy it."
    )
