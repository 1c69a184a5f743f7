"""A new password at the counter: the person is checked, the slip is printed once, and both are recorded."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from cases import actions
from cases.audit import personal_data_access
from cases.drafts import browser_store
from cases.limits.rate_limits import hit
from cases.models import Case
from cases.printouts import documents
from cases.views.idempotency import TWICE, SentBefore, answers_again, sent_form
from cases.views.staff_pages import StaffRequest, staff_page
from workflows import rights
from workflows.views.case.lookup import case_or_404

PER_HOUR = 30


class SlipForm(forms.Form):
    """How the clerk knows that this is the person who filed the request."""

    use_required_attribute = False
    CHECKS = [
        ("id_card", _("National ID card or passport, compared with the case")),
        ("official", _("Another official document with a photo, compared with the case")),
        ("agent", _("A written authority of the person, and the bearer's ID card")),
    ]
    checked = forms.ChoiceField(
        label=_("How was the person checked?"),
        choices=CHECKS,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Check the person first, and say how."),
            "invalid_choice": _("Check the person first, and say how."),
        },
    )

    def words(self) -> str:
        """The check as it is recorded."""
        return str(dict(self.CHECKS)[self.cleaned_data["checked"]])


@sensitive_variables("password")
def _again(request: StaffRequest, before: SentBefore, number: str) -> HttpResponse:
    """The slip that the same form has made, while this log-in still has it; else the page of the case."""
    case = case_or_404(request.user, number)
    browser_store.as_stored(request)
    made, password = browser_store.slip(request)
    if made != number or not rights.may_hand_out_password(request.user, case):
        messages.info(request, TWICE)
        return redirect("staff:case", number=number)
    return _slip(request, case, password)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
@answers_again(_again)
@sensitive_variables("password", "paper")
def slip(request: StaffRequest, number: str) -> HttpResponse:
    """Ask how the person was checked; then show the slip, once for each form, to be printed and handed
    over."""
    case = case_or_404(request.user, number)
    if not rights.may_hand_out_password(request.user, case):
        raise PermissionDenied
    typed = request.POST if request.method == "POST" else None
    form = SlipForm(typed, label_suffix="")
    if not form.is_valid():
        return render(request, "staff/slip.html", {"case": case, "form": form})
    with transaction.atomic():
        sent_form(request).use()
        hit("slip", str(request.user.pk), limit=PER_HOUR, seconds=3600)
        _case, password = actions.change_password(case, by=request.user, checked=form.words())
        personal_data_access.note(request.user, [case], personal_data_access.Context.SLIP)
        browser_store.remember_slip(request, case, password)
    return _slip(request, case, password)


@sensitive_variables("password", "paper")
def _slip(request: StaffRequest, case: Case, password: str) -> HttpResponse:
    paper = documents.receipt(case, password=password)
    return render(request, "staff/slip.html", {"case": case, "body": paper.body, **paper.context})
