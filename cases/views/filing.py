"""Filing a request: the form, what happens when it is sent, and the page with user ID and password."""

import uuid

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from cases import kept
from cases.answer_tray import answer_trays
from cases.calendar import WorkCalendar
from cases.filing import Filing, submit
from cases.forms.questions import cleaned_answers
from cases.forms.request import RequestForm
from cases.models import Case, Municipality, RequestType
from cases.questions import to_ask
from cases.tray import Tray


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def form(request: HttpRequest, code: str) -> HttpResponse:
    """The form of one kind of request; sent, it becomes a case."""
    kind = _kind(code)
    if not kind.active or kind.refers_only:
        return _closed(request, kind)
    kept.greet(request)
    return _sent(request, kind) if request.method == "POST" else _blank(request, kind)


@require_safe
@never_cache
def done(request: HttpRequest) -> HttpResponse:
    """User ID and password of the request that this browser filed last; the password for half an hour."""
    number, password = kept.filed(request)
    related = ("request_type", "department")
    case = Case.objects.select_related(*related).filter(number=number).first() if number else None
    context = {"case": case, "password": password, "masked_email": masked(case.email) if case else ""}
    return render(request, "cases/done.html", context)


def form_again(request: HttpRequest, code: str) -> HttpResponse:
    """The form with all that was typed, after its CSRF token had expired; nothing is stored."""
    kind = _kind(code)
    if not kind.active or kind.refers_only:
        return _closed(request, kind)
    tray = Tray(request, _token(request), accepts_pdf=kind.accepts_pdf)
    filled = _as_typed(request, kind, tray)
    notice = _("This page was open for too long. Nothing was lost: please press Send again.")
    if request.FILES:
        notice += " " + _("Only the photos have to be chosen again.")
    return _page(request, filled, notice=notice, status=403)


def masked(email: str) -> str:
    """s***@example.com."""
    name, at, domain = email.rpartition("@")
    return f"{name[:1]}***{at}{domain}" if at else ""


def _kind(code: str) -> RequestType:
    kinds = RequestType.objects.select_related("category", "department", "unit", "agency", "call_first")
    return get_object_or_404(kinds, code=code)


def _blank(request: HttpRequest, kind: RequestType) -> HttpResponse:
    district = Municipality.current().district
    initial = {"district": district.pk, "province": district.province_id} if district else {}
    tray = Tray(request, uuid.uuid4(), accepts_pdf=kind.accepts_pdf)
    return _page(request, _asking(request, RequestForm(kind=kind, tray=tray, initial=initial)))


def _sent(request: HttpRequest, kind: RequestType) -> HttpResponse:
    token = _token(request)
    if kept.was_filed(request, str(token)):
        return redirect("cases:done")
    tray = Tray(request, token, accepts_pdf=kind.accepts_pdf)
    tray.take()
    if "update" in request.POST:
        return _page(request, _as_typed(request, kind, tray, take=True))
    filled = _asking(request, RequestForm(request.POST, kind=kind, tray=tray), take=True)
    if not filled.is_valid():
        return _page(request, filled)
    return _filed(request, filled)


@sensitive_variables("password")
def _filed(request: HttpRequest, filled: RequestForm) -> HttpResponse:
    token = filled.tray.token
    try:
        # The page to come is stored with the case: a double click finds it, or neither is there.
        with transaction.atomic():
            case, password = submit(_filing(filled))
            kept.remember_filed(request, str(token), case, password)
    except IntegrityError:
        if not Case.objects.filter(form_token=token).exists():
            raise
        return _sent_before(request, filled)
    return redirect("cases:done")


def _sent_before(request: HttpRequest, filled: RequestForm) -> HttpResponse:
    if kept.was_filed_meanwhile(request, str(filled.tray.token)):
        return redirect("cases:done")
    fresh = uuid.uuid4()
    for tray in (filled.tray, *filled.answer_trays.values()):
        tray.move(fresh)
    notice = _("This form was sent before, from another browser. Press Send only if you want a second case.")
    return _page(request, filled, notice=notice, status=409)


def _filing(filled: RequestForm) -> Filing:
    return Filing(
        form_token=filled.tray.token,
        request_type=filled.kind,
        subdistrict=filled.cleaned_data["subdistrict"],
        fields=filled.columns(),
        language=(get_language() or "th")[:2],
        photos=filled.tray.photos,
        question_set=filled.asked,
        answers=cleaned_answers(filled),
    )


def _page(request: HttpRequest, filled: RequestForm, *, notice: str = "", status: int = 200) -> HttpResponse:
    kind = filled.kind
    due = WorkCalendar.load().due(timezone.now(), kind.target_working_days)
    context = {"kind": kind, "form": filled, "tray": filled.tray, "due": due, "notice": notice}
    return render(request, "cases/form.html", context, status=status)


def _as_typed(request: HttpRequest, kind: RequestType, tray: Tray, *, take: bool = False) -> RequestForm:
    """The form with what was typed, not judged yet."""
    return _asking(request, RequestForm(kind=kind, tray=tray, initial=request.POST.dict()), take=take)


def _asking(request: HttpRequest, filled: RequestForm, *, take: bool = False) -> RequestForm:
    """The form with its kind's questions, as the page has shown them; `take` keeps the photos that came."""
    asked = to_ask(filled.kind, request.POST.get("question_set"))
    trays = answer_trays(request, filled.tray.token, asked)
    for tray in trays.values() if take else ():
        tray.take()
    filled.ask(asked, trays=trays, typed=request.POST)
    return filled


def _closed(request: HttpRequest, kind: RequestType) -> HttpResponse:
    """A page instead of the form, with whatever was typed: 410 for a kind that is no longer in use, and whom
    to turn to (409 if something was sent) for one that only another agency takes on."""
    filled = _as_typed(request, kind, Tray(request, _token(request)))
    typed = list(filled.typed()) if request.method == "POST" else []
    status = 410 if not kind.active else 409 if request.method == "POST" else 200
    return render(request, "cases/closed.html", {"kind": kind, "typed": typed}, status=status)


def _token(request: HttpRequest) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get("form_token", ""))
    except ValueError:
        return uuid.uuid4()
