"""The list of the work plans, the names of one, and its draft with the buttons that change it."""

import re
from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Max
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.errors import Stale
from cases.models import Case, PlanVersion, WorkPlan
from cases.views.staff_pages import StaffRequest
from cases.work_plans import asked, editing, versions
from cases.work_plans.document import Plan
from cases.work_plans.editing import Way
from workflows.setup.decorators import setup_page
from workflows.setup.plans.drawing import Drawing
from workflows.setup.plans.forms import NamesForm
from workflows.setup.seen import SEEN

Edit = Callable[[Plan], Plan]
# A card that was dragged: the step's key, that of the stage, the place among the others there.
PLACED = re.compile(r"([\w-]+) ([\w-]+) ([0-9]{1,3})", re.ASCII)


@setup_page
def plans(request: StaffRequest) -> HttpResponse:
    """All plans: who uses them, their versions in use with their open cases, and their drafts."""
    found = asked.with_request_types(WorkPlan.objects.prefetch_related("versions"))
    open_cases = cases_open()
    rows = [(plan, asked.request_types(plan), _versions(plan, open_cases)) for plan in found]
    return render(request, "staff/setup/plans/list.html", {"rows": rows})


@setup_page
def new(request: StaffRequest) -> HttpResponse:
    """A new plan, which begins with an empty draft."""
    last = WorkPlan.objects.aggregate(last=Max("position"))["last"] or 0
    return _named(request, WorkPlan(position=last + 1))


@setup_page
def names(request: StaffRequest, code: str) -> HttpResponse:
    """What a plan is called, and which request types are worked on by it."""
    return _named(request, get_object_or_404(WorkPlan, code=code))


@setup_page
def plan(request: StaffRequest, code: str) -> HttpResponse:
    """The draft of a plan, or the version in use where there is none; by POST a button changes it."""
    work_plan = get_object_or_404(WorkPlan, code=code)
    return _pressed(request, work_plan) if request.method == "POST" else shown(request, work_plan)


def shown(
    request: StaffRequest, work_plan: WorkPlan, *, problem: str = "", status: int = 200
) -> HttpResponse:
    """The page of a plan, with what was wrong with the last press."""
    version = draft_of(work_plan) or current_of(work_plan)
    context: dict[str, Any] = {"plan": work_plan, "version": version, "problem": problem}
    if version is not None:
        context |= {"drawing": drawn(version), SEEN: versions.seal(version)}
        context["in_use"] = current_of(work_plan)
    return render(request, "staff/setup/plans/draft.html", context, status=status)


def drawn(version: PlanVersion) -> Drawing:
    """The drawing of a version."""
    return Drawing(Plan.from_json(version.content), version.plan)


def draft_of(work_plan: WorkPlan) -> PlanVersion | None:
    """The draft of a plan."""
    return work_plan.versions.select_related("plan").filter(published_at__isnull=True).first()


def current_of(work_plan: WorkPlan) -> PlanVersion | None:
    """The version under which new cases are begun."""
    published = work_plan.versions.select_related("plan").filter(published_at__isnull=False)
    return published.filter(replaced_at__isnull=True).first()


def cases_open() -> dict[int, int]:
    """How many open cases each version has, by its primary key."""
    counted = Case.objects.open().filter(plan_version__isnull=False).order_by().values("plan_version")
    return dict(counted.annotate(number=Count("pk")).values_list("plan_version", "number"))


def changed_meanwhile() -> str:
    """What a person hears whose page had shown another content."""
    return _("Somebody else has changed this draft in the meantime. This is the draft as it is now.")


def _versions(work_plan: WorkPlan, open_cases: dict[int, int]) -> list[tuple[PlanVersion, int]]:
    """The versions that matter now: those in use, being written, or with open cases."""
    found = [(one, open_cases.get(one.pk, 0)) for one in work_plan.versions.all()]
    return [(one, number) for one, number in found if number or one.replaced_at is None]


def _named(request: StaffRequest, work_plan: WorkPlan) -> HttpResponse:
    form = NamesForm(request.POST if request.method == "POST" else None, instance=work_plan)
    if form.is_bound and form.is_valid():
        with transaction.atomic():
            begun = work_plan.pk is not None
            saved = form.save()
            if not begun:
                versions.draft(saved)
        messages.success(request, _("The plan “%(plan)s” is saved.") % {"plan": saved.name})
        return redirect("staff:setup_plan", saved.code)
    return render(request, "staff/setup/plans/names.html", {"form": form, "plan": work_plan})


def _pressed(request: StaffRequest, work_plan: WorkPlan) -> HttpResponse:
    """Do what the button says. A page that had shown another draft does nothing."""
    try:
        place = _done(request, work_plan)
    except Stale:
        text = _("What you have pressed was not done.")
        return shown(request, work_plan, problem=f"{changed_meanwhile()} {text}", status=409)
    except ValidationError as error:
        return shown(request, work_plan, problem=" ".join(error.messages))
    return redirect(f"{reverse('staff:setup_plan', args=[work_plan.code])}{place}")


def _done(request: StaffRequest, work_plan: WorkPlan) -> str:
    """Change the draft; the place on the page where it was changed."""
    typed, seen = request.POST, request.POST.get(SEEN, "")
    if "begin" in typed:
        versions.draft(work_plan)
        return ""
    version = draft_of(work_plan)
    if version is None:
        raise Stale
    if "discard" in typed:
        versions.discard(version, seen)
        messages.success(request, _("The draft is discarded."))
        return ""
    edit, place = _edit(typed)
    versions.change(version, seen, edit)
    return place


def _edit(typed: Any) -> tuple[Edit, str]:
    """What a button, or a card that was dragged, does to a step or a stage, and where. Raises ValidationError
    for neither."""
    for way in Way:
        if way in typed:
            return partial(editing.step_moved, key=typed[way], way=way), f"#step-{typed[way]}"
        if stage := typed.get(f"stage_{way}", ""):
            return partial(editing.stage_moved, key=stage, way=way), "#drawing"
    if placed := PLACED.fullmatch(typed.get("placed", "")):
        key, stage, place = placed[1], placed[2], int(placed[3])
        return partial(editing.step_placed, key=key, stage=stage, place=place), f"#step-{key}"
    if "copy" in typed:
        return partial(editing.step_copied, key=typed["copy"]), f"#step-{typed['copy']}"
    if "remove" in typed:
        return partial(editing.without_step, key=typed["remove"]), "#drawing"
    if stage := typed.get("remove_stage", ""):
        return partial(editing.without_stage, key=stage), "#drawing"
    raise ValidationError(_("Press one of the buttons of the page."))
