"""Publishing a draft, the versions of a plan, and trying one of them out."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from cases.errors import Stale
from cases.models import PlanVersion, WorkPlan
from cases.views.staff_pages import StaffRequest
from cases.work_plans import versions
from cases.work_plans.document import Plan
from workflows.rehearsal import runs
from workflows.setup.decorators import setup_page
from workflows.setup.plans.pages import cases_open, changed_meanwhile, draft_of, drawn, shown
from workflows.setup.plans.trial_form import TrialForm
from workflows.setup.seen import SEEN

# So many months back a draft is tried.
MONTHS = 12


@setup_page
def publish(request: StaffRequest, code: str) -> HttpResponse:
    """What keeps the draft from being published, what has to be accepted, and the last button."""
    work_plan = get_object_or_404(WorkPlan, code=code)
    draft = draft_of(work_plan)
    if draft is None and request.method != "POST":
        return redirect("staff:setup_plan", code)
    if request.method == "POST":
        return _published(request, work_plan, draft)
    return _judged(request, draft) if draft else redirect("staff:setup_plan", code)


@setup_page
def all_versions(request: StaffRequest, code: str) -> HttpResponse:
    """The versions of a plan: since when and until when they held, and their open cases."""
    work_plan = get_object_or_404(WorkPlan, code=code)
    open_cases = cases_open()
    rows = [(one, open_cases.get(one.pk, 0)) for one in work_plan.versions.all()]
    return render(request, "staff/setup/plans/versions.html", {"plan": work_plan, "rows": rows})


@setup_page
def version(request: StaffRequest, code: str, number: int) -> HttpResponse:
    """One version, to be read."""
    found = _version(code, number)
    context = {"plan": found.plan, "version": found, "drawing": drawn(found)}
    return render(request, "staff/setup/plans/version.html", context)


@setup_page
def try_out(request: StaffRequest, code: str, number: int) -> HttpResponse:
    """What a version would do with a made-up case. Nothing is stored."""
    found = _version(code, number)
    plan = Plan.from_json(found.content)
    form = TrialForm(request.POST if request.method == "POST" else None, plan=plan, work_plan=found.plan)
    context: dict[str, Any] = {"plan": found.plan, "version": found, "form": form}
    if form.is_bound and form.is_valid():
        context["walked"] = form.trial().walk()
    return render(request, "staff/setup/plans/try.html", context)


@setup_page
def rehearse(request: StaffRequest, code: str) -> HttpResponse:
    """Ask for a rehearsal of the draft with the finished cases of the last year."""
    work_plan = get_object_or_404(WorkPlan, code=code)
    if request.method != "POST":
        return redirect("staff:setup_plan", code)
    draft = draft_of(work_plan)
    if draft is None or versions.seal(draft) != request.POST.get(SEEN, ""):
        return shown(request, work_plan, problem=changed_meanwhile(), status=409)
    run = runs.ask(runs.of_plan(draft), months=MONTHS, by=request.user)
    return redirect("staff:setup_rehearsal", run.pk)


def _version(code: str, number: int) -> PlanVersion:
    found = PlanVersion.objects.select_related("plan")
    return get_object_or_404(found, plan__code=code, number=number)


def _judged(request: StaffRequest, draft: PlanVersion, refused: list[str] | None = None) -> HttpResponse:
    drawing = drawn(draft)
    context = {"plan": draft.plan, "version": draft, "drawing": drawing, "refused": refused or []}
    return render(request, "staff/setup/plans/publish.html", {**context, SEEN: versions.seal(draft)})


def _published(request: StaffRequest, work_plan: WorkPlan, draft: PlanVersion | None) -> HttpResponse:
    """Publish the draft as the page has shown it, with its warnings accepted."""
    if draft is None:
        return shown(request, work_plan, problem=changed_meanwhile(), status=409)
    if drawn(draft).warnings and "accepted" not in request.POST:
        return _judged(request, draft, [_("Tick that you accept the warnings, or change the plan.")])
    try:
        published = versions.publish_as_seen(draft, request.POST.get(SEEN, ""))
    except Stale:
        return shown(request, work_plan, problem=changed_meanwhile(), status=409)
    except ValidationError as error:
        return _judged(request, draft, error.messages)
    text = _("Version %(number)s is published. New cases are begun under it; running ones keep theirs.")
    messages.success(request, text % {"number": published.number})
    return redirect("staff:setup_plan", work_plan.code)
