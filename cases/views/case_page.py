"""The citizen's page of one case."""

import uuid
from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from cases import kept
from cases.forms.tracking import ReopenForm, ReplyForm
from cases.models import Attachment, Case, CaseEvent, Status
from cases.tray import Tray

ANSWER, REOPEN = "answer", "reopen"
FORMS: dict[str, type[ReplyForm]] = {ANSWER: ReplyForm, REOPEN: ReopenForm}


def case_page(
    request: HttpRequest, case: Case, *, form: ReplyForm | None = None, problem: str = "", status: int = 200
) -> HttpResponse:
    """Where the case stands, what happened, what was filed; with the form that fits its state, filled with
    what was typed. `problem` says why a reply was not taken."""
    what = reply_that_fits(case)
    context: dict[str, Any] = {"case": case, "timeline": timeline(case), "what": what, "problem": problem}
    if what:
        form = form if isinstance(form, FORMS[what]) else _blank(request, case, what)
        context |= {"form": form, "tray": form.tray}
    elif form is not None:
        context["unsent"] = form["text"].value()
    return render(request, "cases/case.html", context, status=status)


def reply_that_fits(case: Case) -> str:
    """The reply that the case takes now: an answer, that it is not fixed, or none."""
    if case.status == Status.WAITING:
        return ANSWER
    if case.reopen_until is not None and case.reopen_until >= timezone.now():
        return REOPEN
    return ""


def timeline(case: Case) -> list[CaseEvent]:
    """What the citizen may know of the case's history, the newest first, with photos."""
    photos = Prefetch("attachments", Attachment.objects.defer("thumbnail"))
    events = case.events.filter(kind__in=CaseEvent.SHOWN).select_related("department")
    return list(events.prefetch_related(photos).order_by("-at", "-pk"))


def _blank(request: HttpRequest, case: Case, what: str) -> ReplyForm:
    waiting = kept.typed(request)
    fits = waiting.get("number") == case.number and waiting.get("what") == what
    token = uuid.UUID(waiting["token"]) if fits else uuid.uuid4()
    tray = Tray(request, token, accepts_pdf=case.request_type.accepts_pdf)
    return FORMS[what](initial={"text": waiting["text"]} if fits else {}, tray=tray)
