"""The one button of the notices: send it again."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cases.models import Case, User
from notifications.models import Notice
from notifications.services import may_resend
from notifications.services import resend as send_again


def notice_for(user: User, pk: UUID) -> Notice:
    """The notice of a case that this person may read; everybody else gets 404."""
    readable = Case.objects.visible_to(user)
    return get_object_or_404(Notice.objects.select_related("case"), pk=pk, case__in=readable)


@login_required
@require_POST
def resend(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Send a notice again, and go back to its case."""
    assert isinstance(request.user, User)
    notice = notice_for(request.user, pk)
    assert notice.case is not None
    if not may_resend(request.user, notice.case):
        raise PermissionDenied
    send_again(notice, by=request.user)
    messages.success(request, _("The letter is on its way again."))
    return redirect("staff:case", notice.case.number)
