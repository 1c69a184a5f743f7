"""The page of one letter, and what staff do about it: send it again, elsewhere, not at all."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cases.audit import personal_data_access
from cases.limits.rate_limits import hit
from cases.models import User
from cases.views.idempotency import TWICE, SentBefore, done_once
from cases.views.staff_pages import StaffRequest, staff_page
from notifications.letters.content.rendering import MARK
from notifications.letters.holds import suppression
from notifications.models import UNBEGUN, Audience, Notice
from notifications.pages import staff_actions
from notifications.pages.notice_forms import ElsewhereForm, LiftForm
from notifications.pages.resend import NEVER_AGAIN
from notifications.pages.resend import resend as send_again
from notifications.pages.rights import Right, may_list, rights_to

RELATED = (
    "case__request_type",
    "case__department",
    "recipient",
    "endpoint",
    "resent_by",
    "cancelled_by",
    "copy_of",
)
# Whoever guesses addresses has an end after so many an hour.
MOST_ELSEWHERE = 20


def notice_for(user: User, pk: UUID, right: Right = Right.STATE) -> tuple[Notice, frozenset[Right]]:
    """The letter and what this person may do with it: 404 for whom it does not exist, PermissionDenied
    without this right."""
    notice = get_object_or_404(Notice.objects.select_related(*RELATED), pk=pk)
    rights = rights_to(user, notice)
    if not rights:
        raise Http404
    if right not in rights:
        raise PermissionDenied
    return notice, rights


@staff_page
@require_safe
def letter(request: StaffRequest, pk: UUID) -> HttpResponse:
    """What a letter says, where it is, and when it got there."""
    notice, rights = notice_for(request.user, pk)
    return _page(request, notice, rights)


def _back_to_case(request: StaffRequest, before: SentBefore, pk: UUID) -> HttpResponse:
    """The case of the letter, which the same form has sent again."""
    notice, _rights = notice_for(request.user, pk, Right.RESEND)
    messages.info(request, TWICE)
    assert notice.case is not None
    return redirect("staff:case", notice.case.number)


def _again(request: StaffRequest, before: SentBefore, pk: UUID) -> HttpResponse:
    """The page of the letter, where the same form has done it."""
    messages.info(request, TWICE)
    return redirect("notifications:letter", pk)


@staff_page
@require_POST
@done_once(_back_to_case)
def resend(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Send a letter again, and go back to its case."""
    notice, _rights = notice_for(request.user, pk, Right.RESEND)
    send_again(notice, by=request.user)
    messages.success(request, _("The letter is on its way again."))
    assert notice.case is not None
    return redirect("staff:case", notice.case.number)


@staff_page
@require_POST
@done_once(_again)
def elsewhere(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Send a letter of the citizen's to another address."""
    notice, rights = notice_for(request.user, pk, Right.ELSEWHERE)
    form = ElsewhereForm(request.POST, notice=notice)
    if not form.is_valid():
        return _page(request, notice, rights, elsewhere=form)
    hit("notice-elsewhere", str(request.user.pk), limit=MOST_ELSEWHERE, seconds=3600)
    copy = staff_actions.send_elsewhere(notice, to=form.cleaned_data["address"], by=request.user)
    messages.success(request, _("The letter is on its way to the other address."))
    return redirect("notifications:letter", copy.pk)


@staff_page
@require_POST
@done_once(_again)
def cancel(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Let a waiting letter never go out."""
    notice, _rights = notice_for(request.user, pk, Right.CANCEL)
    staff_actions.cancel(notice, by=request.user)
    messages.success(request, _("The letter will not be sent."))
    return redirect("notifications:letter", pk)


@staff_page
@require_POST
@done_once(_again)
def lift(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Let letters go again to the address of this one."""
    notice, rights = notice_for(request.user, pk, Right.LIFT)
    form = LiftForm(request.POST)
    if not form.is_valid():
        return _page(request, notice, rights, lift=form)
    suppression.lift(notice, by=request.user, because=form.cleaned_data["because"])
    messages.success(
        request, _("Letters go to this address again. Those that were held back can be sent again.")
    )
    return redirect("notifications:letter", pk)


def _page(
    request: StaffRequest,
    notice: Notice,
    rights: frozenset[Right],
    *,
    elsewhere: Form | None = None,
    lift: Form | None = None,
) -> HttpResponse:
    """The page with the buttons that fit right and state; a form that was sent keeps what was typed."""
    if Right.WORDS in rights and notice.audience == Audience.CITIZEN and notice.case is not None:
        personal_data_access.note(request.user, [notice.case], personal_data_access.Context.LETTER)
    held = suppression.find_suppression(notice.channel, notice.address)
    original = notice.copy_of or notice
    copies = list(original.copies.select_related("resent_by").defer("text", "html").order_by("created"))
    again = notice.is_settled and notice.event_id is not None and all(copy.is_settled for copy in copies)
    context: dict[str, Any] = {
        "notice": notice,
        "case": notice.case if Right.CASE in rights else None,
        "words": notice.text.replace(MARK, "••••") if Right.WORDS in rights else "",
        "address": notice.address if Right.WORDS in rights else "",
        "copies": [copy for copy in [original, *copies] if copy != notice],
        "held": held,
        "form": elsewhere or lift,
        "elsewhere": _offered(Right.ELSEWHERE in rights and again, elsewhere, ElsewhereForm(notice=notice)),
        "lift": _offered(Right.LIFT in rights and held is not None, lift, LiftForm()),
        "may_resend": Right.RESEND in rights and again and original.audience not in NEVER_AGAIN,
        "may_cancel": Right.CANCEL in rights and notice.state in UNBEGUN,
        "has_list": may_list(request.user),
    }
    return render(request, "staff/notices/letter.html", context)


def _offered(offer: bool, sent: Form | None, empty: Form) -> Form | None:
    """The form that was sent, or an empty one where it is offered."""
    return sent or (empty if offer else None)
