"""What a citizen does with a case: answer, withdraw, say that it is not fixed."""

import uuid
from collections.abc import Callable, Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from django_fsm import ConcurrentTransition, TransitionNotAllowed

from cases import actions, kept
from cases.citizen_session import LoggedOut, citizen_case
from cases.errors import Refused
from cases.forms.tracking import ReplyForm, WithdrawForm
from cases.models import Attachment, Case
from cases.tray import Tray
from cases.views.case_page import ANSWER, FORMS, REOPEN, case_page

WITHDRAW = "withdraw"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, number: str) -> HttpResponse:
    """Send the answer to the department's question."""
    return _reply(request, number, ANSWER)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request: HttpRequest, number: str) -> HttpResponse:
    """Say that it is not fixed."""
    return _reply(request, number, REOPEN)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """Ask whether the request is really taken back, and take it back."""
    form = WithdrawForm(request.POST or None)
    try:
        case = citizen_case(request, number)
    except LoggedOut:
        return redirect("cases:track")
    if request.method != "POST" or not form.is_valid():
        context = {"case": case, "form": form}
        return render(request, "cases/withdraw.html", context, status=200 if case.is_open else 409)
    return _done(request, case, lambda: actions.withdraw(case, reason=form.cleaned_data["text"]))


def reply_again(request: HttpRequest, number: str, what: str) -> HttpResponse:
    """The reply with what was typed, after its CSRF token had expired; nothing is stored."""
    notice = _("This page was open for too long. Nothing was lost: please press Send again.")
    try:
        case = citizen_case(request, number)
    except LoggedOut:
        _keep(request, number, what, Tray(request, _token(request)))
        return redirect("cases:track")
    tray = Tray(request, _token(request), accepts_pdf=case.request_type.accepts_pdf)
    form = FORMS[what](initial={"text": request.POST.get("text", "")}, tray=tray)
    return case_page(request, case, form=form, problem=notice, status=403)


def _reply(request: HttpRequest, number: str, what: str) -> HttpResponse:
    if request.method != "POST":
        return redirect("cases:case", number=number)
    tray = Tray(request, _token(request))
    try:
        case = citizen_case(request, number)
    except LoggedOut:
        _keep(request, number, what, tray)
        return redirect("cases:track")
    tray.accepts_pdf = case.request_type.accepts_pdf
    tray.take()
    form = FORMS[what](request.POST, tray=tray)
    if not form.is_valid():
        return case_page(request, case, form=form)
    verb = actions.answer if what == ANSWER else _reopened
    return _done(request, case, lambda: verb(case, text=form.cleaned_data["text"], photos=tray.photos), form)


def _reopened(case: Case, *, text: str, photos: Sequence[Attachment]) -> Case:
    return actions.reopen(case, reason=text, photos=photos)


def _done(
    request: HttpRequest, case: Case, verb: Callable[[], Case], form: ReplyForm | None = None
) -> HttpResponse:
    """Do it and show the case; where the case has moved on, show it as it is now (409)."""
    try:
        verb()
    except (Refused, TransitionNotAllowed, ConcurrentTransition) as refusal:
        text = _("This was done already. Here is the case as it is now.")
        problem = str(refusal) if isinstance(refusal, Refused) else text
        now = citizen_case(request, case.number)
        return case_page(request, now, form=form, problem=problem, status=409)
    kept.forget_typed(request)
    return redirect("cases:case", number=case.number)


def _keep(request: HttpRequest, number: str, what: str, tray: Tray) -> None:
    """Keep the words, and the photos sent before, until the person has logged in again."""
    kept.keep_typed(request, number, what, text=request.POST.get("text", "")[:4000], token=str(tray.token))


def _token(request: HttpRequest) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get("form_token", ""))
    except ValueError:
        return uuid.uuid4()
