"""Absences: the own, and for a head those of the department; who stands in for whom."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cases.access import absences as verbs
from cases.actions.offboarding import last_headed
from cases.errors import Refused
from cases.models import Absence, Delegation
from cases.views.idempotency import TWICE, SentBefore, done_once
from cases.views.staff_pages import StaffRequest, staff_page
from workflows import rights
from workflows.forms.absence import AbsenceForm, manageable, shown_to
from workflows.steps import refusals
from workflows.views.lost import lost

CONFLICT = 409


def _again(request: StaffRequest, before: SentBefore) -> HttpResponse:
    """The page after it was done by the same form."""
    messages.info(request, TWICE)
    return redirect("staff:absence")


def _ended(request: StaffRequest, before: SentBefore, pk: int) -> HttpResponse:
    """The page after the absence was ended by the same form."""
    return _again(request, before)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
@done_once(_again)
def absence(request: StaffRequest) -> HttpResponse:
    """Who of the colleagues is away; by POST one absence more."""
    if request.method != "POST":
        return _page(request, AbsenceForm(by=request.user))
    if not rights.may_be_away(request.user):
        return lost(request, AbsenceForm, _("Absences"), str(refusals.NOT_ANY_MORE))
    form = AbsenceForm(request.POST, by=request.user)
    if not form.is_valid():
        return _page(request, form)
    try:
        made = verbs.enter(by=request.user, **form.cleaned_data)
    except Refused as error:
        form.add_error(None, str(error))
        return _page(request, form, status=CONFLICT)
    names = {"name": made.user, "substitute": made.substitute}
    messages.success(request, _("Saved: %(substitute)s stands in for %(name)s.") % names)
    if (alone := last_headed(made.user, made.user.roles)) and not _has_deputy(made):
        departments = ", ".join(one.name for one in alone)
        text = _("Nobody else heads %(departments)s. Name a deputy for the decisions, by an order.")
        messages.warning(request, text % {"departments": departments})
    return redirect("staff:absence")


@staff_page
@require_POST
@done_once(_ended)
def end_absence(request: StaffRequest, pk: int) -> HttpResponse:
    """The person is back, or does not go; one whose absence has ended is there already."""
    found = Absence.objects.filter(pk=pk).select_related("user").first()
    if found is not None and not manageable(request.user).filter(pk=found.user_id).exists():
        raise Http404
    if found is None or found.is_over:
        messages.info(request, _("This absence has ended already."))
    else:
        verbs.end(found)
        messages.success(request, _("%(name)s is there again.") % {"name": found.user})
    return redirect("staff:absence")


def _has_deputy(absence: Absence) -> bool:
    """Whether the decisions of somebody who will be away are handed on for the whole time."""
    handed = Delegation.objects.in_force().filter(since__lte=absence.since, until__gte=absence.until)
    return handed.filter(user=absence.user_id).exists()


def _page(request: StaffRequest, form: AbsenceForm, *, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "may": rights.may_be_away(request.user),
        "absences": shown_to(request.user),
        "endable": set(manageable(request.user).values_list("pk", flat=True)),
    }
    return render(request, "staff/absence.html", context, status=status)
