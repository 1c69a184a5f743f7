"""Moving the running cases of a version to the one in use: first a dry run with the reason for each case that
stays, then in bulk, with a way back."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import ngettext
from django_fsm import ConcurrentTransition, TransitionNotAllowed

from cases.actions import plan_moves
from cases.errors import Refused
from cases.models import Case, CaseEvent, PlanVersion
from cases.views.staff_pages import StaffRequest
from workflows.setup.decorators import setup_page

# So many cases are looked at for a page, moved at once, and named with their reason.
MOST, AT_ONCE, NAMED = 2000, 200, 100
# Somebody else has the case, or was faster.
PASSED_OVER = (Refused, TransitionNotAllowed, ConcurrentTransition)


@dataclass
class DryRun:
    """Which running cases of a version could move: their keys, and the others with the reason."""

    running: int = 0
    movable: list[int] = field(default_factory=list)
    staying: list[tuple[str, str]] = field(default_factory=list)
    reasons: dict[str, int] = field(default_factory=dict)


@setup_page
def move(request: StaffRequest, code: str, number: int) -> HttpResponse:
    """The dry run; by POST some cases move, or come back as long as no new step was done."""
    versions = PlanVersion.objects.select_related("plan")
    version = get_object_or_404(versions, plan__code=code, number=number, replaced_at__isnull=False)
    to = versions.filter(plan=version.plan_id, published_at__isnull=False, replaced_at__isnull=True).first()
    if to is None:
        raise Http404
    if request.method == "POST":
        _move(request, version, to)
        return redirect("staff:setup_plan_move", code, number)
    found = dry_run(version, to)
    context = {"plan": version.plan, "version": version, "to": to, "found": found, "at_once": AT_ONCE}
    return render(request, "staff/setup/plans/move.html", context | {"moved": len(moved(version, to))})


def dry_run(version: PlanVersion, to: PlanVersion) -> DryRun:
    """What would become of the running cases of this version, of the oldest MOST; nothing is changed."""
    cases = _running(version)
    found, reasons = DryRun(running=cases.count()), dict[str, int]()
    for case in cases.select_related("duplicate__main").prefetch_related("subtasks__findings")[:MOST]:
        reason = plan_moves.obstacle(case, to)
        if not reason:
            found.movable.append(case.pk)
            continue
        reasons[reason] = reasons.get(reason, 0) + 1
        if len(found.staying) < NAMED:
            found.staying.append((case.number, reason))
    found.reasons = dict(sorted(reasons.items(), key=lambda one: -one[1]))
    return found


def moved(version: PlanVersion, to: PlanVersion) -> list[int]:
    """The running cases that came from this version to the other one."""
    events = CaseEvent.objects.filter(kind=CaseEvent.Kind.PLAN_MOVED, case__plan_version=to)
    came = events.filter(data__was=version.pk, data__to=to.pk).values("case").annotate(times=Count("pk"))
    running = Case.objects.open().filter(pk__in=came.values("case"))
    return list(running.order_by("pk").values_list("pk", flat=True)[:MOST])


def _running(version: PlanVersion) -> QuerySet[Case]:
    found: QuerySet[Case] = Case.objects.open().filter(plan_version=version).order_by("pk")
    return found


def _move(request: StaffRequest, version: PlanVersion, to: PlanVersion) -> None:
    if "back" in request.POST:
        done = _each(moved(version, to), lambda case: plan_moves.move_back(case, by=request.user))
        text = ngettext("%(number)s case is back.", "%(number)s cases are back.", done)
    else:
        movable = dry_run(version, to).movable
        done = _each(movable, lambda case: plan_moves.move(case, to=to, by=request.user))
        text = ngettext("%(number)s case has moved.", "%(number)s cases have moved.", done)
    messages.success(request, text % {"number": done})


def _each(keys: Iterable[int], verb: Callable[[Case], object]) -> int:
    """Do it to the first AT_ONCE cases, each in a transaction of its own; return with how many."""
    done = 0
    for case in Case.objects.filter(pk__in=list(keys)[:AT_ONCE]).order_by("pk"):
        try:
            verb(case)
        except PASSED_OVER:
            continue
        done += 1
    return done
