"""Absences: the own, and for a head those of the department; who stands in for whom."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cases import absence as verbs
from cases.errors import Refused
from cases.leaving import last_headed
from workflows import rights
from workflows.forms.absence import AbsenceForm, manageable, shown_to
from workflows.views.door import StaffRequest, staff_page

CONFLICT = 409


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
def absence(request: StaffRequest) -> HttpResponse:
    """Who of the colleagues is away; by POST one absence more."""
    if request.method != "POST":
        return _page(request, AbsenceForm(by=request.user))
    if not rights.may_be_away(request.user):
        raise PermissionDenied
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
    if alone := last_headed(made.user, made.user.roles):
        departments = ", ".join(one.name for one in alone)
        text = _("Nobody else heads %(departments)s. Only an administrator can name an acting head.")
        messages.warning(request, text % {"departments": departments})
    return redirect("staff:absence")


@staff_page
@require_POST
def end_absence(request: StaffRequest, pk: int) -> HttpResponse:
    """The person is back, or does not go."""
    found = get_object_or_404(shown_to(request.user).filter(user__in=manageable(request.user)), pk=pk)
    verbs.end(found)
    messages.success(request, _("%(name)s is there again.") % {"name": found.user})
    return redirect("staff:absence")


def _page(request: StaffRequest, form: AbsenceForm, *, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "may": rights.may_be_away(request.user),
        "absences": shown_to(request.user),
        "endable": set(manageable(request.user).values_list("pk", flat=True)),
    }
    return render(request, "staff/absence.html", context, status=status)
