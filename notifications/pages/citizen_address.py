"""Another e-mail address for a case, put in by those who speak with its citizen."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from cases.audit import personal_data_access
from cases.limits.rate_limits import hit
from cases.models import Case
from cases.views.idempotency import TWICE, SentBefore, done_once
from cases.views.staff_pages import StaffRequest, staff_page
from notifications.pages import staff_actions
from notifications.pages.notice_forms import AddressForm
from notifications.pages.rights import may_change_address

PER_HOUR = 20


def _again(request: StaffRequest, before: SentBefore, number: str) -> HttpResponse:
    """The case, whose address the same form has changed."""
    messages.info(request, TWICE)
    return redirect("staff:case", number)


@sensitive_post_parameters()
@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
@done_once(_again)
def address(request: StaffRequest, number: str) -> HttpResponse:
    """Ask for the address and how the citizen was checked; letters go there from then on."""
    case = get_object_or_404(Case.objects.visible_to(request.user), number=number)
    if not may_change_address(request.user, case):
        raise PermissionDenied
    form = AddressForm(request.POST if request.method == "POST" else None, case=case)
    if not form.is_valid():
        personal_data_access.note(request.user, [case], personal_data_access.Context.PAGE)
        return render(request, "staff/notices/address.html", {"case": case, "form": form})
    hit("email-changed", str(request.user.pk), limit=PER_HOUR, seconds=3600)
    said = form.cleaned_data
    staff_actions.change_address(case, to=said["address"], checked=said["checked"], by=request.user)
    messages.success(request, _("From now on the letters of this case go to the new address."))
    return redirect("staff:case", number)
