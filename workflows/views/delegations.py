"""Deputies for decisions: who decides for whom, and a head or an executive who hands the own decisions on."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cases.access import delegations as verbs
from cases.errors import Refused
from cases.models import Delegation
from cases.views.idempotency import TWICE, SentBefore, done_once
from cases.views.staff_pages import StaffRequest, staff_page
from workflows import rights
from workflows.forms.delegations import DelegationForm, manageable, shown
from workflows.steps import refusals
from workflows.views.lost import lost

CONFLICT = 409


def _again(request: StaffRequest, before: SentBefore) -> HttpResponse:
    """The page after it was done by the same form."""
    messages.info(request, TWICE)
    return redirect("staff:deputies")


def _one_again(request: StaffRequest, before: SentBefore, pk: int) -> HttpResponse:
    """The page after one delegation was changed or withdrawn by the same form."""
    return _again(request, before)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
@done_once(_again)
def deputies(request: StaffRequest) -> HttpResponse:
    """Who decides for whom, now and soon; by POST one delegation more."""
    if request.method != "POST":
        return _page(request, DelegationForm(by=request.user))
    if not rights.may_hand_on(request.user):
        return lost(request, DelegationForm, _("Deputies for decisions"), str(refusals.NOT_YOURS_TO_HAND_ON))
    return _enter(request, DelegationForm(request.POST, by=request.user))


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
@done_once(_one_again)
def change_delegation(request: StaffRequest, pk: int) -> HttpResponse:
    """Another deputy, other days, another order: what was written down is withdrawn and written anew."""
    found = get_object_or_404(manageable(request.user), pk=pk)
    if request.method != "POST":
        return _page(request, DelegationForm(by=request.user, instead_of=found))
    return _enter(request, DelegationForm(request.POST, by=request.user, instead_of=found))


@staff_page
@require_POST
@done_once(_one_again)
def withdraw_delegation(request: StaffRequest, pk: int) -> HttpResponse:
    """The deputy decides no more; one who does not any more is told so."""
    everyone = Delegation.objects.select_related("user", "deputy")
    mine = everyone if rights.may_set_up(request.user) else everyone.filter(user=request.user)
    found = get_object_or_404(mine, pk=pk)
    if verbs.withdraw(found, by=request.user):
        names = {"deputy": found.deputy, "name": found.user}
        messages.success(request, _("Withdrawn: %(deputy)s no longer decides for %(name)s.") % names)
    else:
        messages.info(request, _("This delegation has ended already."))
    return redirect("staff:deputies")


def _enter(request: StaffRequest, form: DelegationForm) -> HttpResponse:
    if not form.is_valid():
        return _page(request, form)
    try:
        made = verbs.enter(by=request.user, instead_of=form.instead_of, **form.cleaned_data)
    except Refused as error:
        form.add_error(None, str(error))
        return _page(request, form, status=CONFLICT)
    names = {"deputy": made.deputy, "name": made.user}
    messages.success(request, _("Saved: %(deputy)s decides for %(name)s.") % names)
    _warn_of_others(request, made)
    return redirect("staff:deputies")


def _warn_of_others(request: StaffRequest, made: Delegation) -> None:
    """Say whose deputy the person is in these days: that is not passed on."""
    touching = Delegation.objects.in_force().between(made.since, made.until).select_related("user")
    for other in touching.filter(deputy=made.user_id):
        text = _("%(name)s is the deputy of %(other)s in these days. That is not passed on.")
        messages.warning(request, text % {"name": made.user, "other": other.user})


def _page(request: StaffRequest, form: DelegationForm, *, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "may": rights.may_hand_on(request.user),
        "delegations": shown(),
        "manageable": set(manageable(request.user).values_list("pk", flat=True)),
    }
    return render(request, "staff/deputies.html", context, status=status)
